import { grouped } from '../indexing/grouped';
import type { Route, Router } from '../model/route';
import type { Doubt } from '../world/doubt';
import { networkKey } from './network-key';
import { subnets } from './networks';
import { oncePerIndex } from './once-per-index';
import type { ResourceIndex } from './resource-index';
import { dynamicRoutes } from './routes/dynamic-routes';
import { accessRoutes, apiRoutes } from './routes/google-access';
import { hubRoutes } from './routes/hubs';
import { managedServiceRoutes } from './routes/managed-services';
import { defaultRoutes, returnPaths, staticRoutes, subnetRoutes } from './routes/network-routes';
import { peeringRouters, peeringRoutes } from './routes/peerings';
import { googleDoubt, type RoutedBy, routerId } from './subnet-routers';

/** Every table by which packets are routed: one for the subnetworks of a network that are routed alike, and the far sides of peerings. */
export function routers(index: ResourceIndex): readonly Router[] {
  const ways = new Map(subnets(index).map(({ routed }) => [routerId(routed), routed]));
  return [...[...ways].map(([id, routed]) => router(index, id, routed)), ...peeringRouters(index)];
}

function router(index: ResourceIndex, id: string, routed: RoutedBy): Router {
  const { network, region, google } = routed;
  const shared = sharedRoutes(index, network);
  const learned = dynamicRoutes(index, network)
    .filter((each) => !each.region || !region || each.region === region)
    .map(({ route }) => route);
  const access = google === false ? [] : accessRoutes(network, shared, googleDoubt(routed));
  const doubt = hidden(index, network);
  return {
    id,
    routes: [...shared, ...learned, ...access, ...apiRoutes(index, network, google === true)],
    ...(doubt && { doubt }),
  };
}

const known = oncePerIndex(() => new Map<string, readonly Route[]>());

function sharedRoutes(index: ResourceIndex, network: string): readonly Route[] {
  const made = index.get(network);
  const found = known(index).get(network) ?? [
    ...subnetRoutes(index, network),
    ...defaultRoutes(index, network),
    ...staticRoutes(index, network),
    ...peeringRoutes(index, network),
    ...managedServiceRoutes(index, network),
    ...hubRoutes(index, network),
    ...(made?.type === 'google_compute_network' ? returnPaths(made) : []),
  ];
  known(index).set(network, found);
  return found;
}

/** Why routes may exist that the inputs don't show. */
function hidden(index: ResourceIndex, network: string): Doubt | undefined {
  if (index.get(network)?.type !== 'google_compute_network')
    return { reason: `the routes of the network '${network}' aren't in the inputs` };
  const [based] = policyBased(index).get(network) ?? [];
  return based && { reason: `what the policy-based route ${based.id} makes of packets isn't modelled`, place: based.place };
}

/** "Policy-based routes" are asked before all others, so that they may take any packet elsewhere. */
const policyBased = oncePerIndex((index) =>
  grouped(index.ofType('google_network_connectivity_policy_based_route'), (route) =>
    networkKey(index, route, route.properties.network),
  ),
);
