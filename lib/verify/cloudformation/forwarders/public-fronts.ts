import type { Forwarder, Target } from '../../model/forwarder';
import { PortSet } from '../../traffic/port-set';
import { ServiceSet } from '../../traffic/service-set';
import { hop } from '../../world/hop';
import { isFields, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import type { ResourceIndex } from '../resource-index';
import { privateLinkSide } from './load-balancer-groups';

type Origins = (index: ResourceIndex, front: Resource) => readonly Value[];

/** Services that the internet reaches and that pass connections on to what their properties name, by each type's page. */
const fronts: Readonly<Record<string, Origins>> = {
  'AWS::ApiGateway::VpcLink': (index, { properties }) => index.elements(properties.TargetArns),
  'AWS::CloudFront::VpcOrigin': (index, { properties }) => {
    const config = index.follow(properties.VpcOriginEndpointConfig);
    return isFields(config) ? index.elements(config.Arn) : [];
  },
  'AWS::GlobalAccelerator::EndpointGroup': (index, { properties }) =>
    index.elements(properties.EndpointConfigurations).flatMap((each) => (isFields(each) ? index.elements(each.EndpointId) : [])),
};

/** Content delivery, accelerators and API gateways, as ways into a load balancer or an instance from the internet. */
export const publicFronts = (index: ResourceIndex): readonly Forwarder[] =>
  Object.entries(fronts).flatMap(([type, origins]) =>
    index.ofType(type).map((front) => ({
      id: front.id,
      aliases: [],
      place: front.place,
      listeners: origins(index, front).map((value) => ({ services: ServiceSet.all, targets: [origin(index, front, value)] })),
      internet: hop(front.place, 'faces the internet'),
      admits: [],
      ...(front.doubt && { doubt: front.doubt }),
    })),
  );

function origin(index: ResourceIndex, { type, place }: Resource, value: Value): Target {
  const key = index.keyOf(value) ?? '';
  const balancer = index.resourceOf(value, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
  const to = balancer && type === 'AWS::ApiGateway::VpcLink' ? privateLinkSide(index, balancer) : key;
  const doubt = index.get(key) ? undefined : { reason: `what '${key}' is isn't in the inputs`, place };
  return { to, ports: PortSet.all, hop: hop(place, `passes connections on to ${key}`), ...(doubt && { doubt }) };
}
