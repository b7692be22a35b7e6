import { grouped } from '../../indexing/grouped';
import type { Route } from '../../model/route';
import { AddressSet } from '../../traffic/address-set';
import { hop } from '../../world/hop';
import type { Value } from '../../world/value';
import { knownAddresses } from '../addresses/address-choice';
import { privateV4 } from '../addresses/network-ranges';
import { networkKey } from '../network-key';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';

const connections = oncePerIndex((index) =>
  grouped(index.ofType('google_service_networking_connection'), (each) => networkKey(index, each, each.properties.network)),
);

/**
 * The routes to networks in which Google runs services for this one: "Private services access". What such a service can reach, such as a
 * database that exports to a bucket, isn't a matter of this network, so that what is there is in doubt.
 */
export const managedServiceRoutes = (index: ResourceIndex, network: string): readonly Route[] =>
  (connections(index).get(network) ?? []).flatMap(({ id, place, properties }) =>
    rangesOf(index, properties.reserved_peering_ranges)
      .cidrs()
      .map((destination) => ({
        destination,
        priority: 0,
        target: { kind: 'outside', what: `the services behind ${id}` } as const,
        hop: hop(place, `routes ${destination} to managed services`),
        doubt: { reason: `what the services behind ${id} can reach isn't in the inputs`, place },
      })),
  );

function rangesOf(index: ResourceIndex, property: Value | undefined): AddressSet {
  const found = index.elements(property).map((value) => rangeOf(index, value));
  return found.length === 0 || found.includes(undefined) ? privateV4 : AddressSet.union(found as AddressSet[]);
}

function rangeOf(index: ResourceIndex, value: Value): AddressSet | undefined {
  const address = index.resourceOf(value, 'google_compute_global_address');
  const [text, bits] = [address?.properties.address, address?.properties.prefix_length].map((each) => index.follow(each));
  return typeof text === 'string' && typeof bits === 'number' ? knownAddresses(index, `${text}/${bits}`) : undefined;
}
