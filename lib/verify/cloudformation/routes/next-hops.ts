import type { Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { instanceInterface } from '../addresses/instance-interface';
import type { ResourceIndex } from '../resource-index';
import { attachments } from './gateways';
import { hubTargets } from './hubs';
import { inspectionTargets } from './inspection';
import { natTargets } from './nat-gateways';
import { peeringTargets } from './peerings';
import { deadEnd, foreignTarget, type RouteTarget } from './route-target';

/** The VPC of the route table that a route is in. */
export interface RouteContext {
  readonly network: string;
}

type Targets = (index: ResourceIndex, value: Value, context: RouteContext) => readonly RouteTarget[];

/** The target properties of "AWS::EC2::Route", each with what it leads to. */
const properties: Readonly<Record<string, Targets>> = {
  CarrierGatewayId: outside('the carrier gateway'),
  CoreNetworkArn: (index, value) =>
    foreignTarget({ kind: 'outside', what: 'a core network' }, `the core network ${index.keyOf(value)}`),
  EgressOnlyInternetGatewayId: egressOnly,
  GatewayId: gateway,
  InstanceId: (index, value) =>
    appliance(instanceInterface(index, value) ?? index.keyOf(value), `the instance ${index.keyOf(value)}`),
  LocalGatewayId: outside('the local gateway'),
  NatGatewayId: natTargets,
  NetworkInterfaceId: (index, value) => appliance(index.keyOf(value), `the network interface ${index.keyOf(value)}`),
  OdbNetworkArn: (index, value) =>
    foreignTarget({ kind: 'outside', what: 'an ODB network' }, `the ODB network ${index.keyOf(value)}`),
  TransitGatewayId: hubTargets,
  VpcEndpointId: inspectionTargets,
  VpcPeeringConnectionId: peeringTargets,
};

/** Where a route leads; nowhere if it has no target. */
export function nextHops(index: ResourceIndex, route: Resource, context: RouteContext): readonly RouteTarget[] {
  const found = Object.entries(properties).flatMap(([name, targets]) =>
    index.elements(route.properties[name]).flatMap((value) => targets(index, value, context)),
  );
  return found.length > 0 ? found : deadEnd('nothing');
}

function outside(what: string): Targets {
  return (index, value) => [
    { target: { kind: 'outside', what: `${what} ${index.keyOf(value)}` }, text: `${what} ${index.keyOf(value)}` },
  ];
}

const appliance = (id: string | undefined, text: string): readonly RouteTarget[] =>
  id === undefined
    ? foreignTarget({ kind: 'outside', what: text }, text)
    : [{ target: { kind: 'interface', interface: id }, text }];

function gateway(index: ResourceIndex, value: Value, context: RouteContext): readonly RouteTarget[] {
  const key = index.keyOf(value) ?? '';
  if (key === 'local') return [{ target: { kind: 'deliver', network: context.network }, text: 'the network itself' }];
  const type = index.get(key)?.type;
  if (type === 'AWS::EC2::VPCEndpoint' || /^vpce-/.test(key)) return inspectionTargets(index, value, context);
  if (type === 'AWS::EC2::EgressOnlyInternetGateway') return egressOnly(index, value, context);
  if (type === 'AWS::EC2::CarrierGateway' || /^cagw-/.test(key)) return outside('the carrier gateway')(index, value, context);
  if (type === 'AWS::EC2::InternetGateway' || /^igw-/.test(key)) return attachedGateway(index, key, 'internet', context);
  if (type === 'AWS::EC2::VPNGateway' || /^vgw-/.test(key)) return attachedGateway(index, key, 'vpn', context);
  return unknownGateway(index, key, context);
}

/** What a parameter or an import names may be any gateway that is attached. */
function unknownGateway(index: ResourceIndex, key: string, context: RouteContext): readonly RouteTarget[] {
  const attached = attachments(index, context.network).find(({ gateway }) => gateway === key);
  if (attached && !attached.doubt) return attachedGateway(index, key, attached.kind, context);
  return foreignTarget({ kind: 'internet', needsPublicSource: true }, `the gateway ${key}`);
}

/** An internet gateway passes on what has a public source; a gateway that isn't attached to the route's VPC passes on nothing. */
function attachedGateway(
  index: ResourceIndex,
  key: string,
  kind: 'internet' | 'vpn',
  { network }: RouteContext,
): readonly RouteTarget[] {
  const text = kind === 'internet' ? `the internet gateway ${key}` : `the VPN gateway ${key}`;
  const attached = attachments(index, network).find(({ gateway }) => gateway === key);
  // a route to a gateway can only be made where the gateway is attached: "CreateRoute"
  if (!attached && index.get(network)?.type === 'AWS::EC2::VPC') return deadEnd(`${text}, which isn't attached to ${network}`);
  const target =
    kind === 'internet' ? ({ kind: 'internet', needsPublicSource: true } as const) : ({ kind: 'outside', what: text } as const);
  return [{ target, text, ...(attached?.doubt && { doubt: attached.doubt }) }];
}

/** "Enable outbound IPv6 traffic using an egress-only internet gateway": VPC addresses of IPv6 are public as they are. */
function egressOnly(index: ResourceIndex, value: Value, { network }: RouteContext): readonly RouteTarget[] {
  const text = `the egress-only internet gateway ${index.keyOf(value)}`;
  const own = index.resourceOf(value, 'AWS::EC2::EgressOnlyInternetGateway');
  if (own && index.keyOf(own.properties.VpcId) !== network) return deadEnd(`${text}, which isn't attached to ${network}`);
  return [{ target: { kind: 'internet', needsPublicSource: false }, text, ...(own?.doubt && { doubt: own.doubt }) }];
}
