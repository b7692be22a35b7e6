import type { Firewall, FirewallRule } from '../model/firewall';
import type { Interface } from '../model/interface';
import type { AddressSet } from '../traffic/address-set';
import type { Doubt } from '../world/doubt';

/** A text that two interfaces share only if the network treats them alike in everything; of their groups only those `asked` for matter. */
export const likeness = (each: Interface, asked: ReadonlySet<string>): string =>
  [
    each.subnet,
    addressesText(each.addresses),
    each.groups
      .filter((group) => asked.has(group))
      .toSorted()
      .join(),
    each.egress.map(firewallText).join('&'),
    each.ingress.map(firewallText).join('&'),
    each.publicSources.map(({ family, inbound, doubt }) => `${family}${inbound}${doubtText(doubt)}`).join(),
    each.forwards,
    doubtText(each.doubt),
  ].join('\n');

const doubtText = (doubt: Doubt | undefined): string => (doubt ? `?${doubt.reason}` : '');

const addressesText = remembered((set: AddressSet) => `${set.v4.join()}/${set.v6.join()}`);

const firewallText = remembered(
  ({ lists, otherwise, doubt }: Firewall) =>
    `${lists.map((list) => list.rules.map(ruleText).join(';')).join('|')}|${otherwise}${doubtText(doubt)}`,
);

const ruleText = remembered(({ action, priority, remote, services, doubt }: FirewallRule) =>
  [
    action,
    priority,
    addressesText(remote.addresses),
    remote.groups?.join() ?? '',
    services.boundaries.join(),
    doubtText(doubt),
  ].join(' '),
);

function remembered<T extends object>(text: (each: T) => string): (each: T) => string {
  const known = new WeakMap<T, string>();
  return (each) => {
    const result = known.get(each) ?? text(each);
    known.set(each, result);
    return result;
  };
}
