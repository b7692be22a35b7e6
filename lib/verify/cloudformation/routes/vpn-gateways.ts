import type { Route } from '../../model/route';
import { hop } from '../../world/hop';
import type { Resource } from '../../world/world';
import { widestAddresses } from '../addresses/address-choice';
import { truth } from '../reading/truth';
import type { ResourceIndex } from '../resource-index';
import { attachments } from './gateways';

/** The routes that a VPN gateway adds to a table by propagation. */
export function propagatedRoutes(index: ResourceIndex, table: string, network: string): readonly Route[] {
  return index.referring('AWS::EC2::VPNGatewayRoutePropagation', 'RouteTableIds', table).flatMap((propagation) => {
    const gateway = index.keyOf(propagation.properties.VpnGatewayId) ?? '';
    const attached = attachments(index, network).some((each) => each.gateway === gateway);
    if (!attached && index.get(network)?.type === 'AWS::EC2::VPC') return [];
    return gatewayRoutes(index, propagation, gateway);
  });
}

function gatewayRoutes(index: ResourceIndex, propagation: Resource, gateway: string): readonly Route[] {
  const connections = index.referring('AWS::EC2::VPNConnection', 'VpnGatewayId', gateway);
  if (connections.length > 0) return connections.flatMap((connection) => connectionRoutes(index, connection, propagation));
  const doubt = { reason: `what is connected to the VPN gateway ${gateway} isn't in the inputs`, place: propagation.place };
  return everywhere.map((destination) => ({ ...outside(destination, propagation, gateway), doubt }));
}

const everywhere = ['0.0.0.0/0', '::/0'];

/** "Route propagation": a dynamic connection makes known whatever the other side announces, which may be everything. */
function connectionRoutes(index: ResourceIndex, connection: Resource, propagation: Resource): readonly Route[] {
  const isStatic = truth(index, connection.properties.StaticRoutesOnly, ['true'], false) === true;
  if (!isStatic) return everywhere.map((destination) => outside(destination, propagation, connection.id));
  const routes = index.referring('AWS::EC2::VPNConnectionRoute', 'VpnConnectionId', connection.id);
  return routes.flatMap((route) =>
    widestAddresses(index, route.properties.DestinationCidrBlock, 4).flatMap(({ addresses, doubt }) =>
      addresses.cidrs().map((destination) => ({ ...outside(destination, propagation, connection.id), ...(doubt && { doubt }) })),
    ),
  );
}

/** A route of the table's own goes before one that is propagated: "Route priority". */
const outside = (destination: string, { place, doubt }: Resource, by: string): Route => ({
  destination,
  priority: 1,
  target: { kind: 'outside', what: `the VPN ${by}` },
  hop: hop(place, `takes over the routes of ${by}`),
  ...(doubt && { doubt }),
});
