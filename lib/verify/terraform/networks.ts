import type { Network, Subnet } from '../model/network';
import { AddressSet } from '../traffic/address-set';
import { hop } from '../world/hop';
import type { Resource } from '../world/world';
import { autoRange, isAuto, subnetAddresses, subnetsIn } from './addresses/network-ranges';
import { connectorSubnets } from './connector-subnets';
import { resolver } from './dns';
import type { ResourceIndex } from './resource-index';
import { unnamedSubnet } from './subnet-place';
import { type RoutedBy, routedBy, routerId } from './subnet-routers';

/** The VPC networks that a world makes. */
export const networks = (index: ResourceIndex): readonly Network[] =>
  index.ofType('google_compute_network').map((network) => ({
    id: network.id,
    place: network.place,
    addresses: rangesOf(index, network),
    resolver: resolver(index, network),
    internet: hop(network.place, 'takes packets from the internet to external addresses'),
    ...(network.doubt && { doubt: network.doubt }),
  }));

function rangesOf(index: ResourceIndex, network: Resource): AddressSet {
  const made = subnetsIn(index, network.id).map(({ id }) => subnetAddresses(index, id));
  return AddressSet.union([...made, ...(isAuto(index, network) ? [autoRange] : [])]);
}

/** A subnet, and how it is routed. */
export interface RoutedSubnet extends Subnet {
  readonly routed: RoutedBy;
}

/** The subnetworks that a world makes, those of connectors, and one for each network for whoever names none. */
export const subnets = (index: ResourceIndex): readonly RoutedSubnet[] => [
  ...index.ofType('google_compute_subnetwork').map((subnet) => made(index, subnet)),
  ...connectorSubnets(index),
  ...index.ofType('google_compute_network').map((network) => unnamed(index, network)),
];

function made(index: ResourceIndex, subnet: Resource): RoutedSubnet {
  const routed = routedBy(index, subnet);
  const addresses = subnetAddresses(index, subnet.id);
  return routedSubnet(subnet.id, subnet, addresses, routed);
}

function unnamed(index: ResourceIndex, network: Resource): RoutedSubnet {
  const routed: RoutedBy = { network: network.id, google: false };
  return routedSubnet(unnamedSubnet(network.id), network, rangesOf(index, network), routed);
}

const routedSubnet = (id: string, { place }: Resource, addresses: AddressSet, routed: RoutedBy): RoutedSubnet => ({
  ...{ id, network: routed.network, place, addresses, router: routerId(routed), egress: [], ingress: [], routed },
});
