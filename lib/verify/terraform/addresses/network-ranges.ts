import { literalAddresses } from '../../choice/address-choice';
import { AddressSet } from '../../traffic/address-set';
import { AnyOf, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { blocks } from '../evaluate/blocks';
import { networkKey } from '../network-key';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import { truth } from '../truth';

/** Where a subnetwork's range may be if the inputs don't say. */
export const privateV4 = AddressSet.of('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10');

/** "Subnets": what the subnetworks of a network in auto mode are made of. */
export const autoRange = AddressSet.of('10.128.0.0/9');

/** The addresses of a subnetwork. */
export interface SubnetRanges {
  readonly primary: AddressSet;
  readonly secondary: AddressSet;
  readonly sixth: AddressSet;
}

const none: SubnetRanges = { primary: AddressSet.none, secondary: AddressSet.none, sixth: AddressSet.none };

/** The ranges of a subnetwork that the inputs make; none of any other. */
export const subnetRanges = (index: ResourceIndex, subnet: string): SubnetRanges => ranges(index).subnets.get(subnet) ?? none;

/** All addresses of a subnetwork. */
export function subnetAddresses(index: ResourceIndex, subnet: string): AddressSet {
  const { primary, secondary, sixth } = subnetRanges(index, subnet);
  return AddressSet.union([primary, secondary, sixth]);
}

/** The text of the range that a variable stands for, if it gives a subnetwork its range: it then stands for the same range everywhere. */
export const rangeVariable = (index: ResourceIndex, name: string): AddressSet | undefined => ranges(index).variables.get(name);

interface Ranges {
  readonly subnets: Map<string, SubnetRanges>;
  readonly variables: Map<string, AddressSet>;
}

const ranges = oncePerIndex((index): Ranges => {
  const found: Ranges = { subnets: new Map(), variables: new Map() };
  index.ofType('google_compute_subnetwork').forEach((subnet, position) => {
    found.subnets.set(subnet.id, {
      primary: primaryRange(index, found, subnet),
      secondary: AddressSet.union(
        blocks(index.follow(subnet.properties.secondary_ip_range)).map((each) => block(index, found, each.ip_cidr_range)),
      ),
      sixth: sixthRange(index, subnet, position),
    });
  });
  return found;
});

function primaryRange(index: ResourceIndex, found: Ranges, { properties }: Resource): AddressSet {
  if (truth(index, properties.stack_type, ['ipv6_only'], false) === true) return AddressSet.none;
  return block(index, found, properties.ip_cidr_range);
}

/** "google_compute_subnetwork": IPv4 only where stack_type is left out. */
function sixthRange(index: ResourceIndex, { properties }: Resource, position: number): AddressSet {
  if (truth(index, properties.stack_type, ['ipv4_ipv6', 'ipv6_only'], false) === false) return AddressSet.none;
  const stated = [properties.ipv6_cidr_range, properties.external_ipv6_prefix, properties.internal_ipv6_prefix].map((value) =>
    literalAddresses(index.follow(value)),
  );
  return stated.find((each) => each !== undefined) ?? madeUpV6(isExternal(index, properties.ipv6_access_type), position);
}

/** Whether a subnetwork's IPv6 addresses are of the internet. */
export const isExternal = (index: ResourceIndex, accessType: Value | undefined): boolean =>
  truth(index, accessType, ['external'], true) !== false;

/**
 * A block of its own for each subnetwork whose IPv6 block Google will choose: of RFC 3849's documentation prefix, which no rule means to
 * single out, or of the unique local addresses that "IPv6 subnet ranges" takes internal ones from.
 */
const madeUpV6 = (external: boolean, position: number): AddressSet =>
  AddressSet.of(
    `${external ? '2001:db8' : 'fd20:db8'}:${(position >> 16).toString(16)}:${(position & 0xffff).toString(16)}::/64`,
  );

/** The addresses of a range argument; a variable's default where it has one, noted so that rules which name it mean the same range. */
function block(index: ResourceIndex, found: Ranges, property: Value | undefined): AddressSet {
  const value = index.follow(property);
  if (!(value instanceof AnyOf)) return literalAddresses(value) ?? privateV4;
  const known = found.variables.get(value.name) ?? literalAddresses(value.defaultValue) ?? privateV4;
  found.variables.set(value.name, known);
  return known;
}

/** Whether a network is in auto mode: "google_compute_network" makes it so where the argument is left out. */
export const isAuto = (index: ResourceIndex, network: Resource): boolean =>
  truth(index, network.properties.auto_create_subnetworks, ['true'], true) !== false;

/** The subnetworks that the inputs make in each network, by the network's key. */
export const subnetsIn = (index: ResourceIndex, network: string): readonly Resource[] => byNetwork(index).get(network) ?? [];

const byNetwork = oncePerIndex((index): ReadonlyMap<string, readonly Resource[]> => {
  const found = new Map<string, Resource[]>();
  for (const subnet of index.ofType('google_compute_subnetwork')) {
    const key = networkKey(index, subnet, subnet.properties.network) ?? '';
    const group = found.get(key);
    if (group) group.push(subnet);
    else found.set(key, [subnet]);
  }
  return found;
});
