import type { Firewall } from '../model/firewall';
import { hop } from '../world/hop';
import type { Place } from '../world/place';
import type { Value } from '../world/value';
import { assumedDefaults } from './assume/assumed-defaults';
import { type SecurityGroup, securityGroup } from './firewalls/security-group';
import type { Direction } from './firewalls/security-group-rules';
import { defaultGroupOf } from './reading/attribute-key';
import { oncePerIndex } from './reading/once-per-index';
import type { ResourceIndex } from './resource-index';

/** What an interface's security groups make of it. */
export interface GroupFirewalls {
  /** The groups' ids, which rules of others may name. */
  readonly groups: readonly string[];
  readonly egress: readonly Firewall[];
  readonly ingress: readonly Firewall[];
}

/**
 * The firewall of an interface in `network` that a property gives its groups; the network's default group where it gives none.
 * Where `keepsStorage`, packets for the addresses of S3's lists go to an endpoint, which answers to these lists' names: rules allow no others by them.
 */
export function securityGroups(
  index: ResourceIndex,
  user: Place,
): (groupIds: Value | undefined, network: string, keepsStorage?: boolean) => GroupFirewalls {
  return (groupIds, network, keepsStorage = false) => {
    const named = index.elements(groupIds).map((value) => index.keyOf(value) ?? '');
    const keys = named.length > 0 ? [...new Set(named)] : [assumedDefaults(index, network)?.group ?? defaultGroupOf(network)];
    const name = [keepsStorage, ...keys.toSorted()].join(' ');
    const found = known(index).get(name) ?? made(index, keys, user, keepsStorage);
    known(index).set(name, found);
    return found;
  };
}

/** Interfaces with the same groups share their firewalls, which are then judged once. */
const known = oncePerIndex(() => new Map<string, GroupFirewalls>());

function made(index: ResourceIndex, keys: readonly string[], user: Place, keepsStorage: boolean): GroupFirewalls {
  const groups = keys.map((key) => {
    const group = securityGroup(index, key, user);
    return keepsStorage ? { ...group, egress: group.egress.filter(({ storage }) => !storage) } : group;
  });
  return { groups: keys, egress: [together(groups, 'egress', user)], ingress: [together(groups, 'ingress', user)] };
}

/** Groups add up: whatever one of them allows is allowed. */
const together = (groups: readonly SecurityGroup[], direction: Direction, user: Place): Firewall => ({
  lists: [{ rules: groups.flatMap((group) => group[direction]) }],
  otherwise: 'deny',
  hop: hop(user, `has security groups that allow no other ${direction}`),
});
