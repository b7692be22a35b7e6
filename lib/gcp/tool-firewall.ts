import type { Construct } from 'constructs';
import { type Cidr, parseCidr } from '../policy/cidr';
import type { EgressRule } from '../policy/egress-rules';
import { FirewallRule, type FirewallRuleProps } from './firewall-rule';
import { googleAddresses } from './google-names';
import type { INetwork } from './network-ref';
import { healthChecks } from './proxy-firewall';

export interface ToolFirewallProps {
  readonly network: INetwork;
  /** Email address of the tool's service account. */
  readonly account: string;
  readonly port: number;
  readonly reaches: readonly EgressRule[];
}

/** Before the network's own rules, which close it. */
const priority = 1200;

/** What a tool's hosts may do: answer health checks and the proxies that are let in, and reach Google's APIs and what the tool needs. */
export class ToolFirewall {
  constructor(
    private readonly scope: Construct,
    private readonly props: ToolFirewallProps,
  ) {
    const { port, reaches } = props;
    this.rule('FromHealthChecks', { direction: 'INGRESS', ranges: healthChecks, allow: [port] });
    this.rule('ToGoogle', { direction: 'EGRESS', ranges: [googleAddresses], allow: [443] });
    for (const { cidr, port: far } of reaches.map(checked))
      this.rule(`To-${cidr.replace(/[./]/g, '-')}-${far}`, { direction: 'EGRESS', ranges: [cidr], allow: [far] });
  }

  /** Lets proxies in, by their service account; throws an Error if they are let in already. */
  admit(id: string, proxies: string): void {
    this.rule(id, { direction: 'INGRESS', from: [proxies], allow: [this.props.port] });
  }

  private rule(id: string, rest: Omit<FirewallRuleProps, 'network' | 'targets' | 'priority'>): void {
    const { network, account } = this.props;
    new FirewallRule(this.scope, id, { network, targets: [account], priority, ...rest });
  }
}

function checked({ cidr, port }: EgressRule): EgressRule {
  const { text, network } = parsed(cidr);
  if (network.kind() !== 'ipv4') throw new Error(`reaches must be IPv4, as the tool's hosts are, got '${cidr}'`);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`reaches must have ports from 1 to 65535, got ${port}`);
  return { cidr: text, port };
}

function parsed(cidr: string): Cidr {
  try {
    return parseCidr(cidr);
  } catch (error) {
    throw new Error(`reaches ${(error as Error).message}`);
  }
}
