import type { Firewall } from '../../model/firewall';
import type { Network, Subnet } from '../../model/network';
import type { Router } from '../../model/route';
import { AddressSet } from '../../traffic/address-set';
import { ServiceSet } from '../../traffic/service-set';
import { hop } from '../../world/hop';
import type { Place } from '../../world/place';

/** Where Google's own proxies stand: in no network of the system. */
export const frontEndSubnet = "google's front ends";

/** "Firewall rules" of Cloud Load Balancing: where connections of Google's front ends come from. */
export const frontEndSources = AddressSet.of('35.191.0.0/16', '130.211.0.0/22', '2600:2d00:1:b029::/64', '2600:2d00:1:1::/64');

/** The front ends as parts of a model: a network from which nothing leads anywhere. */
export function frontEnds(place: Place): { readonly network: Network; readonly subnet: Subnet; readonly router: Router } {
  const id = frontEndSubnet;
  return {
    network: { id, place, addresses: AddressSet.none, resolver: { answers: [] } },
    subnet: { id, network: id, place, addresses: frontEndSources, router: id, egress: [], ingress: [] },
    router: { id, routes: [] },
  };
}

/** The group of what may pass connections on to the second stage of a forwarder. */
export const stageGroup = (id: string): string => `leads to ${id}`;

/** The firewall of a second stage: it takes what the first passes on, and nothing else. */
export const stageFirewall = (id: string, place: Place): Firewall => ({
  lists: [
    {
      rules: [
        {
          action: 'allow',
          priority: 0,
          remote: { addresses: AddressSet.none, groups: [stageGroup(id)] },
          services: ServiceSet.all,
          hop: hop(place, 'passes connections on'),
        },
      ],
    },
  ],
  otherwise: 'deny',
  hop: hop(place, 'takes no connections of its own'),
});
