import { doubtIn, type Truth } from '../../choice/truth';
import { grouped } from '../../indexing/grouped';
import type { Route, Router } from '../../model/route';
import type { Doubt } from '../../world/doubt';
import { hop } from '../../world/hop';
import type { Resource } from '../../world/world';
import { privateV4 } from '../addresses/network-ranges';
import { networkKey } from '../network-key';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import { truth } from '../truth';
import { dynamicRoutes } from './dynamic-routes';
import { staticRoutes, subnetRoutes } from './network-routes';

const type = 'google_compute_network_peering';

/** One side of a peering. */
interface Side {
  readonly resource: Resource;
  readonly network: string;
  readonly peer: string;
}

const sides = oncePerIndex(
  (index): ReadonlyMap<string, readonly Side[]> =>
    grouped(
      index.ofType(type).map((resource) => ({
        resource,
        network: networkKey(index, resource, resource.properties.network) ?? '',
        peer: networkKey(index, resource, resource.properties.peer_network) ?? '',
      })),
      ({ network }) => network,
    ),
);

const isOwn = (index: ResourceIndex, network: string): boolean => index.get(network)?.type === 'google_compute_network';

/** The routes that a network takes over from those that it is peered with: "VPC Network Peering". */
export const peeringRoutes = (index: ResourceIndex, network: string): readonly Route[] =>
  (sides(index).get(network) ?? []).flatMap((side) =>
    isOwn(index, side.peer) ? ownPeer(index, side) : foreignPeer(index, side),
  );

/** A peering is active once both sides ask for it. */
function ownPeer(index: ResourceIndex, side: Side): readonly Route[] {
  const other = otherSide(index, side);
  if (!other) return [];
  const doubt = side.resource.doubt ?? other.resource.doubt;
  const router = farSide(side);
  return imported(index, side, other).map(({ destination, priority, doubt: own }) => ({
    destination,
    ...(priority !== undefined && { priority }),
    target: { kind: 'router', router },
    hop: hop(side.resource.place, `routes ${destination} to the peered network ${side.peer}`),
    ...((doubt ?? own) && { doubt: (doubt ?? own) as Doubt }),
  }));
}

const otherSide = (index: ResourceIndex, { network, peer }: Side): Side | undefined =>
  (sides(index).get(peer) ?? []).find((each) => each.peer === network);

const farSide = ({ resource, peer }: Side): string => `peering:${resource.id}:in:${peer}`;

/** Routes of the other side: its subnetworks', and those of its own making that both sides exchange. */
function imported(index: ResourceIndex, side: Side, other: Side): readonly Route[] {
  const sixth = truth(index, side.resource.properties.stack_type, ['ipv4_ipv6'], false) !== false;
  const exchanged = customRoutes(index, side, other);
  return [...subnetRoutes(index, side.peer), ...exchanged].filter(({ destination }) => sixth || !destination.includes(':'));
}

/** "VPC Network Peering", options for exchanging custom routes: never those with tags, nor those to the default internet gateway. */
function customRoutes(index: ResourceIndex, side: Side, other: Side): readonly Route[] {
  const answers = [
    exchanges(index, side.resource, 'import_custom_routes'),
    exchanges(index, other.resource, 'export_custom_routes'),
  ];
  if (answers.includes(false)) return [];
  const doubt = answers.map(doubtIn).find((each) => each !== undefined);
  const all = [...staticRoutes(index, side.peer), ...dynamicRoutes(index, side.peer).map(({ route }) => route)];
  return all
    .filter(({ groups, target }) => !groups && target.kind !== 'internet')
    .map((route) => (doubt ? { ...route, doubt: route.doubt ?? doubt } : route));
}

function exchanges(index: ResourceIndex, peering: Resource, name: string): Truth {
  const [config] = index.referring('google_compute_network_peering_routes_config', 'peering', peering.id, type);
  const own = truth(index, peering.properties[name], ['true'], false);
  return config ? truth(index, config.properties[name], ['true'], own !== false) : own;
}

function foreignPeer(index: ResourceIndex, side: Side): readonly Route[] {
  const { resource, peer } = side;
  const doubt = { reason: `the peered network '${peer}' isn't in the inputs`, place: resource.place };
  const custom = exchanges(index, resource, 'import_custom_routes') !== false;
  const destinations = [...privateV4.cidrs(), ...(custom ? ['0.0.0.0/0'] : [])];
  return destinations.map((destination) => ({
    destination,
    priority: 0,
    target: { kind: 'outside', what: `the peered network ${peer}` },
    hop: hop(resource.place, `routes ${destination} to the peered network ${peer}`),
    doubt,
  }));
}

/** The far sides of peerings: a packet is delivered there, or goes by a route that was exchanged. */
export const peeringRouters = (index: ResourceIndex): readonly Router[] =>
  [...sides(index).values()].flat().flatMap((side): readonly Router[] => {
    const other = isOwn(index, side.peer) ? otherSide(index, side) : undefined;
    return other ? [{ id: farSide(side), routes: imported(index, side, other) }] : [];
  });
