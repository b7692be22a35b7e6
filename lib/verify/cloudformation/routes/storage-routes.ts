import { publicAddresses } from '../../traffic/public-addresses';
import type { Resource } from '../../world/world';
import { narrowestAddresses } from '../addresses/address-choice';
import { namedService } from '../endpoints/endpoint-service-name';
import { isEndpointOf } from '../endpoints/gateway-endpoints';
import { oncePerIndex } from '../reading/once-per-index';
import type { ResourceIndex } from '../resource-index';
import { subnetTable } from './subnet-tables';

/**
 * Whether everything for the addresses of S3's prefix list leaves a subnet by a gateway endpoint. "Gateway endpoints": the endpoint's route
 * has the list as its destination, and the most specific route decides; no block of the list is as wide as a route that counts here.
 */
export function keepsStorage(index: ResourceIndex, subnet: Resource): boolean {
  const { router, doubt } = subnetTable(index, subnet);
  if (doubt || index.get(router)?.type !== 'AWS::EC2::RouteTable') return false;
  const result = known(index).get(router) ?? tableKeepsStorage(index, router);
  known(index).set(router, result);
  return result;
}

const known = oncePerIndex(() => new Map<string, boolean>());

const tableKeepsStorage = (index: ResourceIndex, table: string): boolean =>
  index.referring('AWS::EC2::VPCEndpoint', 'RouteTableIds', table).some((endpoint) => isForStorage(index, endpoint)) &&
  learning.every((type) => index.referring(type, propertyOf[type], table).length === 0) &&
  index.referring('AWS::EC2::Route', 'RouteTableId', table).every((route) => isWide(index, route));

/** What adds routes to a table that the inputs don't show. */
const propertyOf = {
  'AWS::EC2::VPNGatewayRoutePropagation': 'RouteTableIds',
  'AWS::EC2::RouteServerPropagation': 'RouteTableId',
} as const;
const learning = Object.keys(propertyOf) as (keyof typeof propertyOf)[];

function isForStorage(index: ResourceIndex, endpoint: Resource): boolean {
  const service = namedService(index, endpoint.properties.ServiceName);
  return !endpoint.doubt && isEndpointOf(index, endpoint, 'Gateway') && service.kind === 'aws' && service.service === 's3';
}

/** Whether a route is less specific than every block of S3's, or has nothing to do with them. */
function isWide(index: ResourceIndex, { properties }: Resource): boolean {
  if (index.keyOf(properties.DestinationPrefixListId) !== undefined) return false;
  if (index.keyOf(properties.DestinationIpv6CidrBlock) !== undefined) return true;
  const destination = narrowestAddresses(index, properties.DestinationCidrBlock);
  if (!destination) return false;
  const wide = destination.cidrs().every((block) => Number(block.split('/')[1] ?? 32) < 8);
  return wide || !destination.overlaps(publicAddresses);
}
