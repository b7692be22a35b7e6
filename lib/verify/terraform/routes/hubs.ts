import { grouped } from '../../indexing/grouped';
import type { Route } from '../../model/route';
import type { Doubt } from '../../world/doubt';
import { hop } from '../../world/hop';
import type { Resource } from '../../world/world';
import { privateV4 } from '../addresses/network-ranges';
import { blocks } from '../evaluate/blocks';
import { networkKey } from '../network-key';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import { subnetRoutes } from './network-routes';

const spokeType = 'google_network_connectivity_spoke';

interface Spoke {
  readonly resource: Resource;
  readonly hub: string;
  /** The network, for a spoke that is one. */
  readonly network?: string;
}

const spokes = oncePerIndex((index) => {
  const all = index.ofType(spokeType).map((resource): Spoke => {
    const hub = index.keyOf(resource.properties.hub, 'google_network_connectivity_hub') ?? '';
    const [linked] = blocks(index.follow(resource.properties.linked_vpc_network));
    const network = networkKey(index, resource, linked?.uri);
    return { resource, hub, ...(network !== undefined && { network }) };
  });
  return {
    byHub: grouped(all, ({ hub }) => hub),
    byNetwork: grouped(all, ({ network }) => network),
  };
});

/** The routes that a network takes over from the other spokes of its hubs: "Network Connectivity Center". */
export const hubRoutes = (index: ResourceIndex, network: string): readonly Route[] =>
  (spokes(index).byNetwork.get(network) ?? []).flatMap((own) => [
    ...(spokes(index).byHub.get(own.hub) ?? [])
      .filter((each) => each.resource !== own.resource)
      .flatMap((each) => toSpoke(index, own, each)),
    ...(index.get(own.hub) ? [] : unknownHub(own)),
  ]);

function toSpoke(index: ResourceIndex, own: Spoke, other: Spoke): readonly Route[] {
  const { resource, network } = other;
  if (network === undefined || index.get(network)?.type !== 'google_compute_network')
    return outward(own, `the spoke ${resource.id}`, {
      reason: `what ${resource.id} makes known isn't in the inputs`,
      place: resource.place,
    });
  const doubt = own.resource.doubt ?? resource.doubt;
  return subnetRoutes(index, network).map((route) => ({
    ...route,
    hop: hop(own.resource.place, `routes ${route.destination} to ${network} by the hub ${own.hub}`),
    ...(doubt && { doubt }),
  }));
}

const unknownHub = (own: Spoke): readonly Route[] =>
  outward(own, `the hub ${own.hub}`, {
    reason: `the other spokes of '${own.hub}' aren't in the inputs`,
    place: own.resource.place,
  });

const outward = ({ resource }: Spoke, what: string, doubt: Doubt): readonly Route[] =>
  ['0.0.0.0/0', ...privateV4.cidrs()].map((destination) => ({
    destination,
    priority: 0,
    target: { kind: 'outside', what },
    hop: hop(resource.place, `routes ${destination} to ${what}`),
    doubt,
  }));
