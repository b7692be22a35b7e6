import type { Firewall, FirewallRule } from '../model/firewall';
import { inOrder, passed } from './firewall-verdict';
import type { Packet } from './packet';
import { better, hanging, joined, type Trace } from './trace';

/** The rules that let a packet through firewalls, one for each; undefined if one can't let it through, whatever its doubts come to. */
export function traceThrough(firewalls: readonly Firewall[], packet: Packet): Trace | undefined {
  const traces = firewalls.map((firewall) => traceOne(firewall, packet));
  return traces.every((trace) => trace !== undefined) ? joined(traces) : undefined;
}

/** The same for firewalls that are worth a step only if they keep anything out, such as network ACLs. */
export const traceThroughBarriers = (firewalls: readonly Firewall[], packet: Packet): Trace | undefined =>
  traceThrough(
    firewalls.filter((firewall) => !passed([firewall], packet.groups, 'certain').isAll()),
    packet,
  );

function traceOne(firewall: Firewall, packet: Packet): Trace | undefined {
  if (firewall.doubt) return { hops: [firewall.hop], doubts: [firewall.doubt] };
  return decided(
    firewall,
    firewall.lists.map((list) => inOrder(list).filter((rule) => matches(rule, packet))),
  );
}

const matches = ({ remote, services }: FirewallRule, packet: Packet): boolean =>
  services.covers(packet.service) &&
  (remote.addresses.covers(packet.address) || (remote.groups?.some((group) => packet.groups.includes(group)) ?? false));

/** What the rules that match, list by list, come to. */
function decided(firewall: Firewall, [list, ...others]: readonly (readonly FirewallRule[])[]): Trace | undefined {
  if (!list) return firewall.otherwise === 'allow' ? { hops: [firewall.hop], doubts: [] } : undefined;
  const [rule, ...rules] = list;
  if (!rule) return decided(firewall, others);
  const taken = effect(firewall, rule, others);
  return rule.doubt ? either(rule, taken, decided(firewall, [rules, ...others])) : taken;
}

function effect(
  firewall: Firewall,
  { action, hop }: FirewallRule,
  others: readonly (readonly FirewallRule[])[],
): Trace | undefined {
  if (action === 'next') return decided(firewall, others);
  return action === 'allow' ? { hops: [hop], doubts: [] } : undefined;
}

/** Of a rule in doubt: a packet that passes without more doubt if the rule is there needn't hang on its absence. */
function either({ doubt }: FirewallRule, taken: Trace | undefined, skipped: Trace | undefined): Trace | undefined {
  const anyway = taken?.doubts.length === 0;
  return better(taken && hanging(taken, doubt), skipped && hanging(skipped, anyway ? undefined : doubt));
}
