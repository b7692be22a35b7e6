import type { Forwarder } from '../model/forwarder';
import type { Interface } from '../model/interface';
import type { Confinement, ServiceEndpoint } from '../model/service-endpoint';
import { PortSet } from '../traffic/port-set';
import { ServiceSet } from '../traffic/service-set';
import { hop } from '../world/hop';
import { within } from '../world/place';
import type { Resource } from '../world/world';
import { privateLink } from './endpoints/endpoint-forwarders';
import { namedService } from './endpoints/endpoint-service-name';
import { gatewayEndpointAddresses, isEndpointOf } from './endpoints/gateway-endpoints';
import { latticeEndpoints } from './endpoints/lattice';
import { resolverEndpoints } from './endpoints/resolver-endpoints';
import { awsPrefixLists, mayBeListOf } from './firewalls/aws-prefix-lists';
import { placedIn } from './interfaces';
import { type ConfinementContext, confinement } from './policy-language/confinement';
import { truth } from './reading/truth';
import type { ResourceIndex } from './resource-index';

/** What VPC endpoints, service networks and resolver endpoints make: ways to AWS's own services, and ways to endpoint services. */
export interface Endpoints {
  readonly endpoints: readonly ServiceEndpoint[];
  readonly forwarders: readonly Forwarder[];
  readonly interfaces: readonly Interface[];
}

const none: Endpoints = { endpoints: [], forwarders: [], interfaces: [] };

/** Every VPC endpoint of a world; the context says whose resources count as this account's. */
export function vpcEndpoints(index: ResourceIndex, context: ConfinementContext): Endpoints {
  const found = index.ofType('AWS::EC2::VPCEndpoint').map((endpoint) => vpcEndpoint(index, endpoint, context));
  const resolvers = resolverEndpoints(index);
  return {
    endpoints: [...found.flatMap(({ endpoints }) => endpoints), ...latticeEndpoints(index), ...resolvers.endpoints],
    forwarders: found.flatMap(({ forwarders }) => forwarders),
    interfaces: [...found.flatMap(({ interfaces }) => interfaces), ...resolvers.interfaces],
  };
}

function vpcEndpoint(index: ResourceIndex, endpoint: Resource, context: ConfinementContext): Endpoints {
  // routes lead to it: see inspection
  if (isEndpointOf(index, endpoint, 'GatewayLoadBalancer')) return none;
  const service = namedService(index, endpoint.properties.ServiceName);
  if (isEndpointOf(index, endpoint, 'Gateway')) {
    const name = service.kind === 'aws' ? service.service : (index.keyOf(endpoint.properties.ServiceName) ?? '');
    return { ...none, endpoints: [gatewayEndpoint(index, endpoint, name, context)] };
  }
  const interfaces = endpointInterfaces(index, endpoint);
  if (service.kind !== 'aws' || !isEndpointOf(index, endpoint, 'Interface'))
    return { ...none, forwarders: [privateLink(index, endpoint, service)], interfaces };
  return { ...none, endpoints: [serviceEndpoint(endpoint, service.service, context)], interfaces };
}

const gatewayEndpoint = (
  index: ResourceIndex,
  endpoint: Resource,
  name: string,
  context: ConfinementContext,
): ServiceEndpoint => ({
  ...serviceEndpoint(endpoint, name, context),
  addresses: gatewayEndpointAddresses(index, endpoint),
  groups: awsPrefixLists(index).filter((list) => mayBeListOf(list, name)),
});

function serviceEndpoint(endpoint: Resource, service: string, context: ConfinementContext): ServiceEndpoint {
  return {
    id: endpoint.id,
    place: endpoint.place,
    service,
    services: ServiceSet.tcp(PortSet.of(...(servicePorts[service] ?? [80, 443]))),
    confinement: confined(endpoint, service, context),
  };
}

/** Ports of services that don't answer at 443, or not only there; of the others some answer at 80 too. */
const servicePorts: Readonly<Record<string, readonly number[]>> = {
  cassandra: [443, 9142],
  'cassandra-fips': [443, 9142],
  'email-smtp': [25, 465, 587, 2465, 2587],
};

function confined({ place, properties, doubt }: Resource, service: string, context: ConfinementContext): Confinement {
  const { verdict, reasons } = confinement(
    properties.PolicyDocument,
    service,
    within(place, 'Properties', 'PolicyDocument'),
    context,
  );
  return { verdict, reasons: reasons.map(({ why, place: where }) => hop(where, why)), ...(doubt && { doubt }) };
}

/** An interface endpoint's own interfaces; "AWS::EC2::VPCEndpoint": the default group where it lists none. */
function endpointInterfaces(index: ResourceIndex, { id, place, properties, doubt }: Resource): readonly Interface[] {
  return placedIn(index, {
    owner: id,
    place,
    subnets: properties.SubnetIds,
    ...(properties.SecurityGroupIds !== undefined && { securityGroups: properties.SecurityGroupIds }),
    publicIp: false,
    ipv6: truth(index, properties.IpAddressType, ['ipv6', 'dualstack'], false) !== false,
    ...(doubt && { doubt }),
  });
}
