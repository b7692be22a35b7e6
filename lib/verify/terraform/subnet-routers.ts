import { doubtIn, type Truth } from '../choice/truth';
import type { Doubt } from '../world/doubt';
import type { Resource } from '../world/world';
import { networkKey, regionOf } from './network-key';
import { oncePerIndex } from './once-per-index';
import type { ResourceIndex } from './resource-index';
import { truth } from './truth';

/** What tells the routes of a network's subnetworks apart. */
export interface RoutedBy {
  readonly network: string;
  /** Whether Private Google Access is on. */
  readonly google: Truth;
  /** Set only where the network has routes of one region. */
  readonly region?: string;
}

/** The id of the router for subnetworks of a network that are routed alike. */
export const routerId = ({ network, google, region }: RoutedBy): string =>
  [
    `${network}@routes`,
    ...(google === false ? [] : [google === true ? 'google-access' : 'perhaps-google-access']),
    ...(region === undefined ? [] : [region]),
  ].join(' ');

/** How a subnetwork of the inputs is routed. */
export function routedBy(index: ResourceIndex, subnet: Resource): RoutedBy {
  const network = networkKey(index, subnet, subnet.properties.network) ?? `network of ${subnet.id}`;
  const region = regionalNetworks(index).has(network) ? regionOf(index, subnet) : undefined;
  return { network, google: googleAccess(index, subnet), ...(region !== undefined && { region }) };
}

/** "google_compute_subnetwork": off where it is left out; for IPv6 it is an argument of its own. */
function googleAccess(index: ResourceIndex, { id, place, properties }: Resource): Truth {
  const access = truth(index, properties.private_ip_google_access, ['true'], false);
  const sixth = truth(index, properties.private_ipv6_google_access, ['disable_google_access'], true);
  return access === false && sixth !== true ? { reason: `${id} has Private Google Access for IPv6`, place } : access;
}

/** The networks that have routers of Cloud Router, whose routes may be of one region. */
const regionalNetworks = oncePerIndex(
  (index): ReadonlySet<string> =>
    new Set(
      index.ofType('google_compute_router').flatMap((router) => networkKey(index, router, router.properties.network) ?? []),
    ),
);

/** Why it can't be told whether Private Google Access is on. */
export const googleDoubt = ({ google }: RoutedBy): Doubt | undefined => doubtIn(google);
