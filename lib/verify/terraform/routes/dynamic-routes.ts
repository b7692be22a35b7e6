import { grouped } from '../../indexing/grouped';
import type { Route } from '../../model/route';
import type { Doubt } from '../../world/doubt';
import { hop } from '../../world/hop';
import type { Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { interfaceId } from '../interface-id';
import { networkKey, regionOf } from '../network-key';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import { truth } from '../truth';
import { instancePlaces } from './next-hops';
import { foreignTarget, outside, type RouteTarget } from './route-target';

/** A route that a router learns. */
export interface DynamicRoute {
  readonly route: Route;
  /** Set if only hosts of the region take it. */
  readonly region?: string;
}

/** The routes that a network's routers learn over BGP: whatever the other side announces, which may be everything. */
export const dynamicRoutes = (index: ResourceIndex, network: string): readonly DynamicRoute[] =>
  (peers(index).get(network) ?? []).flatMap(({ peer, router }) => learned(index, network, peer, router));

const peers = oncePerIndex((index) =>
  grouped(
    index.ofType('google_compute_router_peer').flatMap((peer) => {
      const router = index.resourceOf(peer.properties.router, 'google_compute_router');
      const network = router && networkKey(index, router, router.properties.network);
      return router && network !== undefined ? [{ peer, router, network }] : [];
    }),
    ({ network }) => network,
  ),
);

function learned(index: ResourceIndex, network: string, peer: Resource, router: Resource): readonly DynamicRoute[] {
  // "google_compute_router_peer": on where it is left out
  const enabled = truth(index, peer.properties.enable, ['true'], true);
  if (enabled === false) return [];
  const { target, text, doubt } = source(index, network, peer);
  const reason = peer.doubt ?? router.doubt ?? doubt ?? (enabled === true ? undefined : enabled);
  const sixth = truth(index, peer.properties.enable_ipv6, ['true'], false) !== false;
  const region = isRegional(index, network) ? regionOf(index, router) : undefined;
  return ['0.0.0.0/0', ...(sixth ? ['::/0'] : [])].map((destination) => ({
    ...(region !== undefined && { region }),
    route: route(destination, peer, target, text, reason),
  }));
}

const route = (destination: string, { place }: Resource, target: Route['target'], text: string, doubt?: Doubt): Route => ({
  destination,
  priority: 0,
  target,
  hop: hop(place, `learns routes, as far as ${destination}, from ${text}`),
  ...(doubt && { doubt }),
});

/** "google_compute_network": routes of a region where routing_mode is left out. */
const isRegional = (index: ResourceIndex, network: string): boolean =>
  truth(index, index.get(network)?.properties.routing_mode, ['global'], false) === false;

function source(index: ResourceIndex, network: string, peer: Resource): RouteTarget {
  const appliance = index.resourceOf(peer.properties.router_appliance_instance, 'google_compute_instance');
  const at = appliance && instancePlaces(index, appliance).find((place) => place.network === network);
  if (appliance && at)
    return { target: { kind: 'interface', interface: interfaceId(appliance.id, at.subnet) }, text: appliance.id };
  const end = index.resourceOf(peer.properties.interface, 'google_compute_router_interface');
  const link = end && linkOf(index, end);
  if (link !== undefined) return outside(link);
  return foreignTarget({ kind: 'outside', what: `the peer ${peer.id}` }, `the peer ${peer.id}`);
}

function linkOf(index: ResourceIndex, { properties }: Resource): string | undefined {
  const named = (value: Value | undefined, what: string, type: string) => {
    const key = index.keyOf(value, type);
    return key === undefined ? undefined : `the ${what} ${key}`;
  };
  return (
    named(properties.vpn_tunnel, 'VPN tunnel', 'google_compute_vpn_tunnel') ??
    named(properties.interconnect_attachment, 'interconnect', 'google_compute_interconnect_attachment')
  );
}
