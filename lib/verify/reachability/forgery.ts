import type { Interface } from '../model/interface';
import { AddressSet } from '../traffic/address-set';
import { families, familyAddresses } from './contact';
import type { NetworkMap } from './network-map';
import type { Sender } from './sending';

/**
 * How an interface whose source addresses nobody checks may send: from any address of its families, and so in the name of any group, as
 * rules tell groups by their members' addresses. "Security group rules", sources; "IP forwarding for instances".
 */
export function forgeries({ askedGroups }: NetworkMap, at: Interface): readonly Sender[] {
  const own = families.filter((family) => at.addresses.isEmpty() || !at.addresses.family(family).isEmpty());
  const addresses = AddressSet.union(own.map((family) => familyAddresses[family]));
  const anyGroup = [...new Set([...at.groups, ...askedGroups])];
  return [at.groups, anyGroup].map((groups, position) => ({
    ...at,
    seems: { key: `${at.id} as another ${position}`, addresses, groups },
  }));
}
