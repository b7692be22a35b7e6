import type { Truth } from '../../choice/truth';
import type { Forwarder, Listener } from '../../model/forwarder';
import type { Interface } from '../../model/interface';
import { type Hop, hop } from '../../world/hop';
import { isFields, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { networkOf, placedIn } from '../interfaces';
import { truth } from '../reading/truth';
import type { ResourceIndex } from '../resource-index';
import { internetOf } from '../routes/gateways';
import { forwardings, listenerServices } from './listeners';
import { filtersPrivateLink, privateLinkSide } from './load-balancer-groups';
import { groupTargets, type Registered } from './target-groups';

/** What a load balancer makes: forwarders, and the interfaces that they are reached by. */
export interface Balancing {
  readonly forwarders: readonly Forwarder[];
  readonly interfaces: readonly Interface[];
}

/** A load balancer of the second generation: application, network or gateway. */
export function loadBalancer(index: ResourceIndex, balancer: Resource, known: Registered): Balancing {
  const listeners = balancerListeners(index, balancer, known);
  const interfaces = balancerInterfaces(index, balancer);
  const internet = reachedFromInternet(index, balancer);
  const base = { aliases: [], place: balancer.place, listeners, admits: [], ...(balancer.doubt && { doubt: balancer.doubt }) };
  const front: Forwarder = { id: balancer.id, ...base, ...(internet && { internet }) };
  if (filtersPrivateLink(index, balancer)) return { forwarders: [front], interfaces };
  const twin = privateLinkSide(index, balancer);
  const open = interfaces.map(
    (each): Interface => ({
      ...{ ...each, id: `${each.id}@privatelink`, owner: twin },
      ...{ ingress: [], publicSources: [], unaddressed: true },
    }),
  );
  return { forwarders: [front, { id: twin, ...base }], interfaces: [...interfaces, ...open] };
}

function balancerListeners(index: ResourceIndex, { id }: Resource, known: Registered): readonly Listener[] {
  return index.referring('AWS::ElasticLoadBalancingV2::Listener', 'LoadBalancerArn', id).map((listener) => ({
    services: listenerServices(index, listener),
    targets: forwardings(index, listener).flatMap(({ group, doubt }) =>
      groupTargets(index, group, known).map((target) => ({ ...target, ...(doubt && { doubt }) })),
    ),
  }));
}

/** "AWS::ElasticLoadBalancingV2::LoadBalancer": internet-facing where Scheme is left out. */
const facesInternet = (index: ResourceIndex, { properties }: Resource): Truth =>
  truth(index, properties.Scheme, ['internet-facing'], true);

/** The subnets that a load balancer stands in. */
const balancerSubnets = (index: ResourceIndex, { properties }: Resource): readonly Value[] => [
  ...index.elements(properties.Subnets),
  ...index.elements(properties.SubnetMappings).map((mapping) => (isFields(mapping) ? (mapping.SubnetId ?? null) : mapping)),
];

/** How the internet can open connections to a load balancer that faces it: its VPC has an internet gateway. */
export function reachedFromInternet(index: ResourceIndex, balancer: Resource): Hop | undefined {
  if (facesInternet(index, balancer) === false) return undefined;
  const networks = balancerSubnets(index, balancer).map((value) =>
    networkOf(index, index.resourceOf(value, 'AWS::EC2::Subnet'), ''),
  );
  const closed = networks.every((network) => index.get(network)?.type === 'AWS::EC2::VPC' && !internetOf(index, network));
  return networks.length > 0 && closed ? undefined : hop(balancer.place, 'faces the internet');
}

/** Where a load balancer is reached; a Gateway Load Balancer only by routes to its endpoints. */
function balancerInterfaces(index: ResourceIndex, balancer: Resource): readonly Interface[] {
  if (kindOf(index, balancer) === 'gateway') return [];
  const { id, place, properties, doubt } = balancer;
  const placed = placedIn(index, {
    owner: id,
    place,
    subnets: balancerSubnets(index, balancer),
    ...(properties.SecurityGroups !== undefined && { securityGroups: properties.SecurityGroups }),
    publicIp: facesInternet(index, balancer),
    ipv6: truth(index, properties.IpAddressType, ['dualstack', 'dualstack-without-public-ipv4', 'ipv6'], false) !== false,
    ...(doubt && { doubt }),
  });
  return isUnfiltered(index, balancer) ? placed.map((each) => ({ ...each, groups: [], egress: [], ingress: [] })) : placed;
}

/** "Security groups for your Network Load Balancer": without any, nothing is filtered. */
const isUnfiltered = (index: ResourceIndex, balancer: Resource): boolean =>
  kindOf(index, balancer) === 'network' && index.elements(balancer.properties.SecurityGroups).length === 0;

const kindOf = (index: ResourceIndex, { properties }: Resource): string | undefined =>
  index.keyOf(properties.Type)?.toLowerCase();
