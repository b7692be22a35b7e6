import type { Firewall } from '../../model/firewall';
import type { Doubt } from '../../world/doubt';
import { isFields, Reference, Unresolved, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { isEndpointOf } from '../endpoints/gateway-endpoints';
import type { ResourceIndex } from '../resource-index';
import { networkFirewall } from './network-firewall';
import { foreignTarget, type RouteTarget } from './route-target';
import { subnetTable } from './subnet-tables';

/** An endpoint that inspects what is routed to it, and sends on what it lets through by its own subnet's routes. */
export function inspectionTargets(
  index: ResourceIndex,
  value: Value,
  { network }: { readonly network: string },
): readonly RouteTarget[] {
  const text = `the endpoint ${index.keyOf(value)}`;
  const endpoint = index.resourceOf(value, 'AWS::EC2::VPCEndpoint', 'AWS::NetworkFirewall::VpcEndpointAssociation');
  if (endpoint?.type === 'AWS::EC2::VPCEndpoint') return balanced(index, endpoint, text);
  const firewall = endpoint
    ? index.resourceOf(endpoint.properties.FirewallArn, networkFirewallType)
    : firewallOf(index, value, network);
  if (!firewall) return foreignTarget({ kind: 'outside', what: text }, text);
  const subnets = endpoint
    ? [subnetOfMapping(index, endpoint.properties.SubnetMapping)]
    : index.elements(firewall.properties.SubnetMappings).map((mapping) => subnetOfMapping(index, mapping));
  return onward(index, subnets, `${text} of the firewall ${firewall.id}`, [networkFirewall(index, firewall)], firewall.doubt);
}

const networkFirewallType = 'AWS::NetworkFirewall::Firewall';

/**
 * The firewall whose endpoint a route names by the attribute `EndpointIds`. Where what names it can't be computed, the only firewall of
 * the VPC is meant: a route's endpoint is in its own VPC, and the inputs show everything that is in it.
 */
function firewallOf(index: ResourceIndex, value: Value, network: string): Resource | undefined {
  const followed = index.follow(value);
  if (followed instanceof Reference) return firewallAt(index.get(followed.resource));
  if (!(followed instanceof Unresolved) || index.get(network)?.type !== 'AWS::EC2::VPC') return undefined;
  const [only, ...others] = [
    ...index.referring(networkFirewallType, 'VpcId', network),
    ...index.referring('AWS::NetworkFirewall::VpcEndpointAssociation', 'VpcId', network),
    ...index
      .referring('AWS::EC2::VPCEndpoint', 'VpcId', network)
      .filter((each) => isEndpointOf(index, each, 'GatewayLoadBalancer')),
  ];
  return others.length === 0 ? firewallAt(only) : undefined;
}

const firewallAt = (found: Resource | undefined): Resource | undefined =>
  found?.type === networkFirewallType ? found : undefined;

const subnetOfMapping = (index: ResourceIndex, mapping: Value | undefined): Resource | undefined => {
  const followed = index.follow(mapping);
  return isFields(followed) ? index.resourceOf(followed.SubnetId, 'AWS::EC2::Subnet') : undefined;
};

/** What appliances behind a Gateway Load Balancer do with packets is theirs to decide: to hand them back, or to send them out of their own network. */
function balanced(index: ResourceIndex, endpoint: Resource, text: string): readonly RouteTarget[] {
  const subnets = index.elements(endpoint.properties.SubnetIds).map((value) => index.resourceOf(value, 'AWS::EC2::Subnet'));
  const doubt = { reason: `what the appliances behind ${text} do with packets isn't in the inputs`, place: endpoint.place };
  const away = subnets.flatMap((subnet): readonly RouteTarget[] =>
    subnet ? [{ target: { kind: 'outside', what: `the appliances behind ${text}`, into: subnet.id }, text, doubt }] : [],
  );
  return [...away, ...onward(index, subnets, text, [], doubt)];
}

function onward(
  index: ResourceIndex,
  subnets: readonly (Resource | undefined)[],
  text: string,
  firewalls: readonly Firewall[],
  doubt: Doubt | undefined,
): readonly RouteTarget[] {
  if (subnets.length === 0 || subnets.includes(undefined)) return foreignTarget({ kind: 'outside', what: text }, text);
  const routers = [...new Set(subnets.flatMap((subnet) => (subnet ? [subnetTable(index, subnet).router] : [])))];
  return routers.map((router) => ({ target: { kind: 'router', router, firewalls }, text, ...(doubt && { doubt }) }));
}
