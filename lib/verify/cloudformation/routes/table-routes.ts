import type { AddressChoice } from '../../choice/address-choice';
import type { Route } from '../../model/route';
import { hop } from '../../world/hop';
import type { Resource } from '../../world/world';
import { widestAddresses } from '../addresses/address-choice';
import { prefixListChoices } from '../firewalls/prefix-lists';
import type { ResourceIndex } from '../resource-index';
import { nextHops } from './next-hops';

/** What an `AWS::EC2::Route` adds to a table of a network: a route for each destination and target that it may have. */
export function tableRoutes(index: ResourceIndex, route: Resource, network: string): readonly Route[] {
  return [
    ...toDestinations(index, route, network, widestAddresses(index, route.properties.DestinationCidrBlock, 4)),
    ...toDestinations(index, route, network, widestAddresses(index, route.properties.DestinationIpv6CidrBlock, 6)),
    ...listed(index, route, network),
  ];
}

function listed(index: ResourceIndex, route: Resource, network: string): readonly Route[] {
  const choices = prefixListChoices(index, route.properties.DestinationPrefixListId);
  return toDestinations(index, route, network, choices);
}

function toDestinations(
  index: ResourceIndex,
  route: Resource,
  network: string,
  choices: readonly AddressChoice[],
): readonly Route[] {
  if (choices.length === 0) return [];
  const targets = nextHops(index, route, { network });
  return choices.flatMap((choice) =>
    choice.addresses.cidrs().flatMap((destination) =>
      targets.map(({ target, text, doubt }): Route => {
        const reason = route.doubt ?? choice.doubt ?? doubt;
        const why = `routes ${destination} to ${text}${choice.note ? `, ${choice.note}` : ''}`;
        return { destination, target, hop: hop(route.place, why), ...(reason && { doubt: reason }) };
      }),
    ),
  );
}
