import type { Route } from '../../model/route';
import { AddressSet } from '../../traffic/address-set';
import { publicAddresses } from '../../traffic/public-addresses';
import { hop } from '../../world/hop';
import type { Resource } from '../../world/world';
import { truth } from '../reading/truth';
import type { ResourceIndex } from '../resource-index';

const type = 'AWS::EC2::VPCEndpoint';

/** Whether an endpoint is of a type for certain; "AWS::EC2::VPCEndpoint": Gateway where it is left out. */
export const isEndpointOf = (index: ResourceIndex, { properties }: Resource, kind: string): boolean =>
  (index.keyOf(properties.VpcEndpointType) ?? 'Gateway').toLowerCase() === kind.toLowerCase();

/**
 * The routes that gateway endpoints add to a table. Each covers its service's prefix list, of which no page says what is in it, so
 * here every public address; beside a default route both are followed.
 */
export const gatewayEndpointRoutes = (index: ResourceIndex, table: string): readonly Route[] =>
  index
    .referring(type, 'RouteTableIds', table)
    .filter((endpoint) => isEndpointOf(index, endpoint, 'Gateway'))
    .flatMap((endpoint) => destinations(index, endpoint).map((destination) => route(endpoint, destination)));

const route = ({ id, place, doubt }: Resource, destination: string): Route => ({
  destination,
  target: { kind: 'service', endpoint: id },
  hop: hop(place, 'routes its service to itself'),
  ...(doubt && { doubt }),
});

function destinations(index: ResourceIndex, { properties }: Resource): readonly string[] {
  const sixth = truth(index, properties.IpAddressType, ['ipv6', 'dualstack'], false) !== false;
  return sixth ? ['0.0.0.0/0', '::/0'] : ['0.0.0.0/0'];
}

/** What a gateway endpoint takes: public addresses of the families that it is for. */
export const gatewayEndpointAddresses = (index: ResourceIndex, endpoint: Resource): AddressSet =>
  publicAddresses.intersect(AddressSet.of(...destinations(index, endpoint)));
