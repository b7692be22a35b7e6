import { isIPv6 } from 'node:net';
import type { Construct } from 'constructs';
import type { EgressPolicy } from '../policy/egress-policy';
import { type EgressRule, egressRules } from '../policy/egress-rules';
import { FirewallRule, type FirewallRuleProps } from './firewall-rule';
import type { INetwork, ISubnetwork } from './network-ref';
import { healthPort } from './proxy-listeners';
import { warn } from './warning';

export interface ProxyFirewallProps {
  readonly policy: EgressPolicy;
  readonly network: INetwork;
  /** Addresses that connections through the door come from. */
  readonly doorNat: ISubnetwork;
  /** Email of the proxies' service account. */
  readonly account: string;
  /** Where agents come in. */
  readonly ports: readonly number[];
}

/** Before the network's own rules, which close it. */
const priorities = { privatePermitted: 1000, privateDenied: 1100, other: 1200 };

/** Where no public name may lead: what Google Cloud routes inside ("Valid IPv4 ranges", less what is public), but for what the policy permits. */
const privateRanges = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '240.0.0.0/4',
];

/** "Use health checks", "Probe IP ranges and firewall rules". */
export const healthChecks = ['35.191.0.0/16', '130.211.0.0/22'];

const everywhere = '0.0.0.0/0';

/** Lets the proxies go where the policy says, and agents in by the door; all else is closed by their network. */
export function proxyFirewall(scope: Construct, props: ProxyFirewallProps): void {
  const { policy, network, doorNat, account, ports } = props;
  const rule = (id: string, rest: Omit<FirewallRuleProps, 'network' | 'targets'>) =>
    new FirewallRule(scope, id, { network, targets: [account], ...rest });
  const inward = { direction: 'INGRESS', priority: priorities.other } as const;
  rule('FromDoor', { ...inward, ranges: [doorNat.ipCidrRange], allow: ports });
  rule('FromHealthChecks', { ...inward, ranges: healthChecks, allow: [healthPort] });
  rule('NotPrivate', { direction: 'EGRESS', priority: priorities.privateDenied, ranges: privateRanges });
  for (const [cidr, allow] of portsByBlock(reachable(scope, policy))) {
    const priority = cidr === everywhere ? priorities.other : priorities.privatePermitted;
    rule(`To-${cidr.replace(/[./]/g, '-')}`, { direction: 'EGRESS', priority, ranges: [cidr], allow });
  }
}

/** The rules that a network of IPv4 can have; warns of the others. */
function reachable(scope: Construct, policy: EgressPolicy): readonly EgressRule[] {
  const rules = egressRules(policy);
  const beyond = rules.filter(({ cidr }) => isIPv6(cidr.replace(/\/.*/, '')));
  for (const { cidr } of beyond) warn(scope, `${cidr} can't be reached: the proxies have IPv4 addresses only`);
  return rules.filter((rule) => !beyond.includes(rule));
}

function portsByBlock(rules: readonly EgressRule[]): ReadonlyMap<string, readonly number[]> {
  const blocks = new Map<string, readonly number[]>();
  for (const { cidr, port } of rules) blocks.set(cidr, [...(blocks.get(cidr) ?? []), port]);
  return blocks;
}
