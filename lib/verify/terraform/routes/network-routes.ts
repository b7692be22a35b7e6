import { doubtIn } from '../../choice/truth';
import { grouped } from '../../indexing/grouped';
import type { Route } from '../../model/route';
import type { AddressSet } from '../../traffic/address-set';
import type { Doubt } from '../../world/doubt';
import { hop } from '../../world/hop';
import { AnyOf, Unresolved } from '../../world/value';
import type { Resource } from '../../world/world';
import { widestAddresses } from '../addresses/address-choice';
import { autoRange, isAuto, isExternal, subnetAddresses, subnetRanges, subnetsIn } from '../addresses/network-ranges';
import { connectorSubnets } from '../connector-subnets';
import { priorityOf } from '../firewalls/priority';
import { tagGroup } from '../firewalls/scoped-group';
import { networkKey } from '../network-key';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import { truth } from '../truth';
import { nextHops } from './next-hops';

/** The routes to a network's own subnetworks, which every host of it has. */
export function subnetRoutes(index: ResourceIndex, network: string): readonly Route[] {
  const own = subnetsIn(index, network).flatMap((subnet) => delivered(subnet, subnetAddresses(index, subnet.id), network));
  const connectors = (hidden(index).get(network) ?? []).flatMap(({ place, addresses }) =>
    delivered({ place }, addresses, network),
  );
  const made = index.get(network);
  const auto = made?.type === 'google_compute_network' && isAuto(index, made) ? delivered(made, autoRange, network) : [];
  return [...own, ...connectors, ...auto];
}

const hidden = oncePerIndex((index) => grouped(connectorSubnets(index), ({ network }) => network));

const delivered = ({ place }: Pick<Resource, 'place'>, addresses: AddressSet, network: string): readonly Route[] =>
  addresses.cidrs().map((destination) => ({
    destination,
    target: { kind: 'deliver', network },
    hop: hop(place, `routes ${destination} within ${network}`),
  }));

/**
 * "Routes", system-generated default routes. The provider deletes the one for IPv4 when the network is made; the one for IPv6 comes later,
 * with the first subnetwork that has external addresses.
 */
export function defaultRoutes(index: ResourceIndex, network: string): readonly Route[] {
  const made = index.get(network);
  if (made?.type !== 'google_compute_network') return [];
  const deleted = truth(index, made.properties.delete_default_routes_on_create, ['true'], false);
  const unsure = doubtIn(deleted);
  const external = subnetsIn(index, network).find(
    ({ id, properties }) => !subnetRanges(index, id).sixth.isEmpty() && isExternal(index, properties.ipv6_access_type),
  );
  return [
    ...(deleted === true ? [] : [defaultRoute(made, '0.0.0.0/0', unsure)]),
    ...(external ? [defaultRoute(external, '::/0', external.doubt)] : []),
  ];
}

const defaultRoute = ({ place }: Resource, destination: string, doubt?: Doubt): Route => ({
  destination,
  priority: 1000,
  target: { kind: 'internet', needsPublicSource: true },
  hop: hop(place, `keeps the default route ${destination} to the internet`),
  ...(doubt && { doubt }),
});

/** "Firewall rules for load balancers": where health checks, and Google's front ends on the way to backends, come from. */
const healthChecks = ['35.191.0.0/16', '130.211.0.0/22'];

/**
 * "Routes", special return paths: what goes to these addresses goes back to Google's own systems, outside of the network's routes. No host of the
 * internet has one of them.
 */
export const returnPaths = ({ place }: Resource): readonly Route[] =>
  healthChecks.map((destination) => ({
    destination,
    target: { kind: 'nowhere' },
    hop: hop(place, `sends ${destination} back to health checks`),
  }));

const statics = oncePerIndex((index) =>
  grouped(index.ofType('google_compute_route'), (route) => networkKey(index, route, route.properties.network)),
);

/** The static routes of a network. */
export const staticRoutes = (index: ResourceIndex, network: string): readonly Route[] =>
  (statics(index).get(network) ?? []).flatMap((route) => staticRoute(index, route, network));

function staticRoute(index: ResourceIndex, route: Resource, network: string): readonly Route[] {
  const { priority, doubt: unordered } = priorityOf(index, route.properties.priority, 1000);
  const tags = index.elements(route.properties.tags);
  const open = tags.find((tag) => tag instanceof AnyOf || tag instanceof Unresolved);
  const untold = open === undefined ? undefined : { reason: `the tags of ${route.id} aren't known`, place: route.place };
  const groups = tags.length > 0 && !open ? { groups: tags.map((tag) => tagGroup(index.keyOf(tag) ?? '', network)) } : {};
  return nextHops(index, route, network).flatMap(({ target, text, doubt }) =>
    widestAddresses(index, route.properties.dest_range).flatMap((choice) =>
      choice.addresses.cidrs().map((destination): Route => {
        const reason = route.doubt ?? unordered ?? untold ?? choice.doubt ?? doubt;
        const why = `routes ${destination} to ${text}${choice.note ? `, ${choice.note}` : ''}`;
        return { destination, priority, target, ...groups, hop: hop(route.place, why), ...(reason && { doubt: reason }) };
      }),
    ),
  );
}
