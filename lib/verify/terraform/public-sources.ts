import type { PublicSource } from '../model/interface';
import { type Hop, hop } from '../world/hop';
import type { Place } from '../world/place';
import type { Fields } from '../world/value';
import { blocks, openBlocks } from './evaluate/blocks';
import type { ResourceIndex } from './resource-index';

/** The public addresses that an interface block gives: "google_compute_instance", access_config and ipv6_access_config. */
export function ownAddresses(index: ResourceIndex, block: Fields, place: Place): readonly PublicSource[] {
  return [
    ...given(index, block, 'access_config', 4, hop(place, 'has an external address', 'network_interface')),
    ...given(index, block, 'ipv6_access_config', 6, hop(place, 'has an external IPv6 address', 'network_interface')),
  ];
}

function given(index: ResourceIndex, block: Fields, name: string, family: 4 | 6, by: Hop): readonly PublicSource[] {
  const value = index.follow(block[name]);
  const open = openBlocks(value);
  const base = { family, inbound: true, hop: by };
  if (blocks(value).length > 0) return [base];
  return open ? [{ ...base, doubt: { reason: `whether it has an external address isn't known`, place: by } }] : [];
}
