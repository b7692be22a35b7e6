import type { Fields, Value } from '../../world/value';
import type { Resource } from '../../world/world';
import type { Answers, Described } from './answers';
import { assumed, inside, isThere, listed } from './assumed-resource';

/** Route tables with their routes and associations. */
export function assumedRoutes(answers: Answers): Resource[] {
  const gateways = gatewayEndpoints(answers);
  return answers
    .of('RouteTables')
    .flatMap((table) => [
      assumed('RouteTable', table, { VpcId: table.fields.VpcId }),
      ...listed(table.fields, 'Routes').flatMap((route, index) => routeOf(gateways, table, route, index)),
      ...associations(table),
      ...propagations(table),
    ]);
}

/** Gateway endpoints that are described bring their routes themselves. */
const gatewayEndpoints = (answers: Answers): ReadonlySet<Value | undefined> =>
  new Set(
    answers
      .of('VpcEndpoints')
      .filter(({ fields }) => fields.VpcEndpointType === 'Gateway' && isThere(fields.State))
      .map(({ id }) => id),
  );

const destinations = ['DestinationCidrBlock', 'DestinationIpv6CidrBlock', 'DestinationPrefixListId'];
const targets = [
  ...['CarrierGatewayId', 'CoreNetworkArn', 'EgressOnlyInternetGatewayId', 'GatewayId', 'InstanceId', 'LocalGatewayId'],
  ...['NatGatewayId', 'NetworkInterfaceId', 'OdbNetworkArn', 'TransitGatewayId', 'VpcPeeringConnectionId'],
];

function routeOf(gateways: ReadonlySet<Value | undefined>, table: Described, route: Fields, index: number): Resource[] {
  if (route.DestinationPrefixListId !== undefined && gateways.has(route.GatewayId)) return [];
  // an answer names an instance and its interface, of which the interface is the target
  const named = targets.filter((name) => route[name] !== undefined && !(name === 'InstanceId' && route.NetworkInterfaceId));
  // one to an instance that is stopped leads to it again once it starts
  const own = route.State === 'blackhole' && !route.InstanceId && !route.NetworkInterfaceId ? [] : named;
  const entries = [...destinations, ...own].map((name): [string, Value | undefined] => [name, route[name]]);
  const properties = { RouteTableId: table.id, ...Object.fromEntries(entries) };
  return [assumed('Route', table, properties, { id: `${table.id}/route ${index}`, steps: ['Routes', index] })];
}

const associations = (table: Described): Resource[] =>
  listed(table.fields, 'Associations').flatMap((each, index) =>
    typeof each.SubnetId !== 'string' || !isThere(inside(each, 'AssociationState', 'State'))
      ? []
      : [
          assumed(
            'SubnetRouteTableAssociation',
            table,
            { SubnetId: each.SubnetId, RouteTableId: table.id },
            { id: `${table.id}/${each.SubnetId}`, steps: ['Associations', index] },
          ),
        ],
  );

const propagations = (table: Described): Resource[] =>
  listed(table.fields, 'PropagatingVgws').map(({ GatewayId }, index) =>
    assumed(
      'VPNGatewayRoutePropagation',
      table,
      { RouteTableIds: [table.id], VpnGatewayId: GatewayId },
      { id: `${table.id}/${String(GatewayId)}`, steps: ['PropagatingVgws', index] },
    ),
  );
