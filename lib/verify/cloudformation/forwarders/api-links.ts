import type { Forwarder, Target } from '../../model/forwarder';
import type { Interface } from '../../model/interface';
import { PortSet } from '../../traffic/port-set';
import { ServiceSet } from '../../traffic/service-set';
import { hop } from '../../world/hop';
import type { Resource } from '../../world/world';
import { placedIn } from '../interfaces';
import type { ResourceIndex } from '../resource-index';
import type { Balancing } from './load-balancers';

/** Integrations of HTTP APIs, by which the internet reaches a listener through a VPC link. */
export function apiLinks(index: ResourceIndex): Balancing {
  const integrations = index
    .ofType('AWS::ApiGatewayV2::Integration')
    .filter(({ properties }) => index.keyOf(properties.ConnectionType)?.toUpperCase() === 'VPC_LINK');
  return {
    forwarders: integrations.map((integration) => front(index, integration)),
    interfaces: integrations.flatMap((integration) => linkInterfaces(index, integration)),
  };
}

const front = (index: ResourceIndex, integration: Resource): Forwarder => ({
  id: integration.id,
  aliases: [],
  place: integration.place,
  listeners: [{ services: ServiceSet.all, targets: [target(index, integration)] }],
  internet: hop(integration.place, 'serves an API that faces the internet'),
  admits: [],
  ...(integration.doubt && { doubt: integration.doubt }),
});

function target(index: ResourceIndex, { properties, place }: Resource): Target {
  const listener = index.resourceOf(properties.IntegrationUri, 'AWS::ElasticLoadBalancingV2::Listener');
  const key = index.keyOf(listener?.properties.LoadBalancerArn ?? properties.IntegrationUri) ?? '';
  const doubt = listener ? undefined : { reason: `what '${key}' leads to isn't in the inputs`, place };
  return { to: key, ports: PortSet.all, hop: hop(place, `passes requests on to ${key}`), ...(doubt && { doubt }) };
}

/** A link's own interfaces, which nothing in the VPC opens connections to: "Private integrations for HTTP APIs". */
function linkInterfaces(index: ResourceIndex, integration: Resource): readonly Interface[] {
  const link = index.resourceOf(integration.properties.ConnectionId, 'AWS::ApiGatewayV2::VpcLink');
  if (!link) return [];
  const placed = placedIn(index, {
    owner: integration.id,
    place: link.place,
    subnets: link.properties.SubnetIds,
    ...(link.properties.SecurityGroupIds !== undefined && { securityGroups: link.properties.SecurityGroupIds }),
    publicIp: false,
  });
  return placed.map((each) => ({ ...each, ingress: [] }));
}
