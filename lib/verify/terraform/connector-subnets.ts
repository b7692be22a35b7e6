import type { Subnet } from '../model/network';
import { AddressSet } from '../traffic/address-set';
import type { Resource } from '../world/world';
import { knownAddresses } from './addresses/address-choice';
import { blocks } from './evaluate/blocks';
import { networkKey } from './network-key';
import { oncePerIndex } from './once-per-index';
import type { ResourceIndex } from './resource-index';
import { type RoutedBy, routerId } from './subnet-routers';

/** What stands for the subnetwork that a connector makes for itself. */
export const connectorSubnet = ({ id }: Resource): string => `${id}@subnet`;

/** A subnetwork that a connector makes for itself, and how it is routed. */
export type ConnectorSubnet = Subnet & { readonly routed: RoutedBy };

/** The subnetworks that connectors make for themselves. */
export const connectorSubnets = oncePerIndex((index): readonly ConnectorSubnet[] =>
  index.ofType('google_vpc_access_connector').flatMap((connector) => {
    const listed = blocks(index.follow(connector.properties.subnet));
    return listed.some(({ name }) => name !== undefined && name !== null) ? [] : [own(index, connector)];
  }),
);

function own(index: ResourceIndex, connector: Resource): ConnectorSubnet {
  const { id, place, properties } = connector;
  const network = networkKey(index, connector, properties.network) ?? `network of ${id}`;
  const google = { reason: `whether ${id} has Private Google Access isn't in the inputs`, place };
  const routed: RoutedBy = { network, google };
  const addresses = knownAddresses(index, properties.ip_cidr_range) ?? AddressSet.none;
  return { id: connectorSubnet(connector), network, place, addresses, router: routerId(routed), egress: [], ingress: [], routed };
}

const byId = oncePerIndex((index) => new Map(connectorSubnets(index).map((subnet) => [subnet.id, subnet])));

/** The addresses of a subnetwork that a connector makes for itself, by its id. */
export const connectorRange = (index: ResourceIndex, subnet: string): AddressSet | undefined =>
  byId(index).get(subnet)?.addresses;
