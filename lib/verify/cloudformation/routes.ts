import type { Route, Router } from '../model/route';
import type { Doubt } from '../world/doubt';
import { hop } from '../world/hop';
import type { Place } from '../world/place';
import { privateV4 } from './addresses/network-ranges';
import { assumedDefaults } from './assume/assumed-defaults';
import { howToAdd, howToDescribe } from './assume/describe-command';
import { gatewayEndpointRoutes } from './endpoints/gateway-endpoints';
import { latticeRoutes } from './endpoints/lattice';
import type { ResourceIndex } from './resource-index';
import { hubRouters } from './routes/hubs';
import { localRoutes } from './routes/local-routes';
import { peeringRouters } from './routes/peerings';
import { mainRouter, subnetTable } from './routes/subnet-tables';
import { tableRoutes } from './routes/table-routes';
import { propagatedRoutes } from './routes/vpn-gateways';

/** Every table by which packets are routed: subnets' tables, the far sides of peerings, transit gateways' tables. */
export function routers(index: ResourceIndex): readonly Router[] {
  return [
    ...tableRouters(index),
    ...mainRouters(index),
    ...contradictions(index),
    ...peeringRouters(index),
    ...hubRouters(index),
  ];
}

function tableRouters(index: ResourceIndex): readonly Router[] {
  const own = index
    .ofType('AWS::EC2::RouteTable')
    .map((table) => router(index, table.id, index.keyOf(table.properties.VpcId) ?? '', table.place));
  return [...own, ...foreignTables(index)];
}

/** Tables that subnets of the inputs are associated with and that the inputs don't make. */
function foreignTables(index: ResourceIndex): readonly Router[] {
  const found = new Map<string, Router>();
  for (const subnet of index.ofType('AWS::EC2::Subnet')) {
    for (const key of subnetTable(index, subnet).tables) {
      if (index.get(key)?.type === 'AWS::EC2::RouteTable' || found.has(key)) continue;
      const doubt = {
        reason: `the routes of the route table '${key}' aren't in the inputs${howToDescribe(key)}`,
        place: subnet.place,
      };
      found.set(key, { ...router(index, key, index.keyOf(subnet.properties.VpcId) ?? '', subnet.place), doubt });
    }
  }
  return [...found.values()];
}

function router(index: ResourceIndex, table: string, network: string, place: Place): Router {
  const doubt = serverDoubt(index, table);
  const stated = index.referring('AWS::EC2::Route', 'RouteTableId', table).flatMap((route) => tableRoutes(index, route, network));
  const routes = [
    ...local(index, network, place),
    ...latticeRoutes(index, network),
    ...stated,
    ...gatewayEndpointRoutes(index, table).map((route) => beside(stated, route)),
    ...propagatedRoutes(index, table, network),
  ];
  return { id: table, routes, ...(doubt && { doubt }) };
}

/** A gateway endpoint takes a part of its destination only, so it must not shut out the routes below: it ties with the first that are there. */
const beside = (stated: readonly Route[], route: Route): Route =>
  stated.some(({ destination }) => destination === route.destination) ? route : { ...route, priority: 1 };

function local(index: ResourceIndex, network: string, place: Place): readonly Route[] {
  if (index.get(network)?.type === 'AWS::EC2::VPC') return localRoutes(index, network, hop(place, `routes ${network} locally`));
  const doubt = { reason: `the network '${network}' isn't in the inputs${howToDescribe(network)}`, place };
  return privateV4.cidrs().map((destination) => ({
    destination,
    target: { kind: 'deliver', network },
    hop: hop(place, `routes ${network} locally`),
    doubt,
  }));
}

/** A route server adds routes that appliances announce: "Dynamic routing in your VPC using Amazon VPC Route Server". */
function serverDoubt(index: ResourceIndex, table: string): Doubt | undefined {
  const [propagation] = index.referring('AWS::EC2::RouteServerPropagation', 'RouteTableId', table);
  return propagation && { reason: `what a route server adds to ${table} isn't in the inputs`, place: propagation.place };
}

/** CloudFormation can't name a main table, so that the inputs can't add a route to it: "AWS::EC2::RouteTable". */
function mainRouters(index: ResourceIndex): readonly Router[] {
  const networks = [...index.ofType('AWS::EC2::VPC').map(({ id, place }) => ({ id, place })), ...namedNetworks(index)];
  return networks.map(({ id, place }) => {
    const reason = `the main route table of '${id}' isn't in the inputs${howToAdd('describe-route-tables')}`;
    const doubt = isMade(index, id) ? undefined : { reason, place };
    return { id: mainRouter(id), routes: [...local(index, id, place), ...latticeRoutes(index, id)], ...(doubt && { doubt }) };
  });
}

/** Whether the inputs make a network, so that its main table is as AWS makes it. */
const isMade = (index: ResourceIndex, network: string): boolean =>
  index.get(network)?.type === 'AWS::EC2::VPC' && !assumedDefaults(index, network);

/** Networks that the inputs don't make and subnets of theirs are in. */
function namedNetworks(index: ResourceIndex): readonly { id: string; place: Place }[] {
  const found = new Map<string, Place>();
  for (const { place, properties } of index.ofType('AWS::EC2::Subnet')) {
    const key = index.keyOf(properties.VpcId) ?? '';
    if (index.get(key)?.type !== 'AWS::EC2::VPC') found.set(key, place);
  }
  return [...found].map(([id, place]) => ({ id, place }));
}

/** Subnets of which it can't be told by which table they are routed. */
function contradictions(index: ResourceIndex): readonly Router[] {
  return index.ofType('AWS::EC2::Subnet').flatMap((subnet) => {
    const { router: id, tables, doubt } = subnetTable(index, subnet);
    if (tables.length === 0 || id === tables[0]) return [];
    const network = index.keyOf(subnet.properties.VpcId) ?? '';
    const routes = tables.flatMap((table) => router(index, table, network, subnet.place).routes);
    return [
      { id, routes, doubt: doubt ?? { reason: `${subnet.id} is associated with several route tables`, place: subnet.place } },
    ];
  });
}
