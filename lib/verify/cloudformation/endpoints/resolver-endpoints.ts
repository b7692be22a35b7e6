import type { Interface } from '../../model/interface';
import type { Confinement, ServiceEndpoint } from '../../model/service-endpoint';
import { PortSet } from '../../traffic/port-set';
import { ServiceSet } from '../../traffic/service-set';
import { hop } from '../../world/hop';
import { isFields, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { resolver } from '../dns';
import { networkOf, placedIn } from '../interfaces';
import { truth } from '../reading/truth';
import type { ResourceIndex } from '../resource-index';

/** Ways to a VPC's resolver from elsewhere. */
export interface ResolverEndpoints {
  readonly endpoints: readonly ServiceEndpoint[];
  readonly interfaces: readonly Interface[];
}

/** Inbound endpoints of Route 53 Resolver: whoever reaches one asks the resolver of its VPC. */
export function resolverEndpoints(index: ResourceIndex): ResolverEndpoints {
  const inbound = index
    .ofType('AWS::Route53Resolver::ResolverEndpoint')
    .filter(({ properties }) => truth(index, properties.Direction, ['inbound', 'inbound_delegation'], false) !== false);
  return {
    endpoints: inbound.map((endpoint) => ({
      id: endpoint.id,
      place: endpoint.place,
      service: 'dns',
      services: ServiceSet.tcp(PortSet.of(53, 443)).union(ServiceSet.udp(PortSet.of(53))),
      confinement: answering(index, endpoint),
    })),
    interfaces: inbound.flatMap((endpoint) => endpointInterfaces(index, endpoint)),
  };
}

const subnetsOf = (index: ResourceIndex, { properties }: Resource): readonly Value[] =>
  index.elements(properties.IpAddresses).flatMap((each) => (isFields(each) ? index.elements(each.SubnetId) : [each]));

const endpointInterfaces = (index: ResourceIndex, endpoint: Resource): readonly Interface[] =>
  placedIn(index, {
    owner: endpoint.id,
    place: endpoint.place,
    subnets: subnetsOf(index, endpoint),
    ...(endpoint.properties.SecurityGroupIds !== undefined && { securityGroups: endpoint.properties.SecurityGroupIds }),
    publicIp: false,
    ...(endpoint.doubt && { doubt: endpoint.doubt }),
  });

/** It is confined as far as the resolver behind it answers names that are listed exactly, and no others. */
function answering(index: ResourceIndex, endpoint: Resource): Confinement {
  const networks = subnetsOf(index, endpoint).map((value) => networkOf(index, index.resourceOf(value, 'AWS::EC2::Subnet'), ''));
  const vpcs = networks.flatMap((network) => index.get(network) ?? []);
  if (vpcs.length < networks.length)
    return { verdict: 'unknown', reasons: [hop(endpoint.place, "asks a resolver that isn't in the inputs")] };
  const open = vpcs
    .flatMap((vpc) => resolver(index, vpc).answers)
    .filter(({ names }) => typeof names === 'string' || !('exact' in names));
  if (open.length === 0) return { verdict: 'confined', reasons: [] };
  return { verdict: open.every(({ doubt }) => doubt) ? 'unknown' : 'open', reasons: open.flatMap(({ path }) => path) };
}
