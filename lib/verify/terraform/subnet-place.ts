import type { Value } from '../world/value';
import type { Resource } from '../world/world';
import { networkKey, subnetKey } from './network-key';
import { oncePerIndex } from './once-per-index';
import type { ResourceIndex } from './resource-index';

/** Where an interface stands. */
export interface SubnetPlace {
  /** A subnetwork's key, or what stands for the one that a network gives by itself. */
  readonly subnet: string;
  readonly network: string;
}

/** What stands for the subnetwork that a network gives whoever names none. */
export const unnamedSubnet = (network: string): string => `${network}@any`;

/** The subnetwork and the network that an interface block names; undefined if it names neither. */
export function subnetPlace(
  index: ResourceIndex,
  user: Resource,
  { subnetwork, network }: { readonly subnetwork?: Value; readonly network?: Value },
  region: string | undefined,
): SubnetPlace | undefined {
  const key = subnetKey(index, user, subnetwork, region);
  const own = key === undefined ? undefined : index.get(key);
  const stated = networkKey(index, own ?? user, own ? own.properties.network : network);
  if (key !== undefined) return noted(index, { subnet: key, network: stated ?? `network of ${key}` });
  return stated === undefined ? undefined : { subnet: unnamedSubnet(stated), network: stated };
}

function noted(index: ResourceIndex, place: SubnetPlace): SubnetPlace {
  networksOf(index).set(place.subnet, place.network);
  return place;
}

const networksOf = oncePerIndex(() => new Map<string, string>());

/** The network of a subnetwork that something was placed in. */
export const networkOfSubnet = (index: ResourceIndex, subnet: string): string =>
  networksOf(index).get(subnet) ?? (subnet.endsWith('@any') ? subnet.slice(0, -'@any'.length) : `network of ${subnet}`);
