import { grouped } from '../../indexing/grouped';
import type { Route } from '../../model/route';
import { AddressSet } from '../../traffic/address-set';
import type { Doubt } from '../../world/doubt';
import { hop } from '../../world/hop';
import type { Resource } from '../../world/world';
import { knownAddresses, ruleAddress } from '../addresses/address-choice';
import { openAccess, restrictedAccess } from '../addresses/google-api-ranges';
import { networkKey } from '../network-key';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';

/** The id of Private Google Access from a network, by its usual or private addresses. */
export const openAccessId = (network: string): string => `google-apis from ${network}`;

/** The id of Private Google Access from a network, by restricted.googleapis.com. */
export const restrictedAccessId = (network: string): string => `restricted.googleapis.com from ${network}`;

/**
 * What a subnetwork's Private Google Access makes of a network's routes: packets to Google's addresses that go by the default internet
 * gateway need no external address. "Configure Private Google Access".
 */
export const accessRoutes = (network: string, routes: readonly Route[], doubt: Doubt | undefined): readonly Route[] =>
  routes
    .filter(({ target }) => target.kind === 'internet')
    .flatMap((route) =>
      services(network)
        .filter(({ addresses }) => addresses.overlaps(AddressSet.of(route.destination)))
        .map(({ id }) => ({
          ...route,
          target: { kind: 'service', endpoint: id } as const,
          ...((route.doubt ?? doubt) && { doubt: (route.doubt ?? doubt) as Doubt }),
        })),
    );

const services = (network: string) => [
  { id: openAccessId(network), addresses: openAccess },
  { id: restrictedAccessId(network), addresses: restrictedAccess },
];

/** A Private Service Connect endpoint for Google's APIs. */
export interface ApiEndpoint {
  readonly rule: Resource;
  readonly network: string;
  readonly addresses: AddressSet;
  readonly bundle: string;
}

/** "google_compute_global_forwarding_rule", target: `all-apis` or `vpc-sc` is a bundle of APIs. */
export const apiEndpoints = oncePerIndex((index): readonly ApiEndpoint[] =>
  index.ofType('google_compute_global_forwarding_rule').flatMap((rule) => {
    const bundle = index.keyOf(rule.properties.target) ?? '';
    if (!/(^|\/)(all-apis|vpc-sc)$/.test(bundle)) return [];
    const address = index.resourceOf(rule.properties.ip_address, 'google_compute_global_address');
    const network = networkKey(index, rule, rule.properties.network ?? address?.properties.network) ?? '';
    return [{ rule, network, addresses: addressesOf(index, rule), bundle }];
  }),
);

function addressesOf(index: ResourceIndex, rule: Resource): AddressSet {
  const text = ruleAddress(index, rule.id);
  return (text === undefined ? knownAddresses(index, rule.properties.ip_address) : AddressSet.of(text)) ?? AddressSet.none;
}

const byNetwork = oncePerIndex((index) => grouped(apiEndpoints(index), ({ network }) => network));

/**
 * The routes to endpoints for Google's APIs. "Access Google APIs through endpoints" asks for Private Google Access; whether the endpoint
 * takes packets without it isn't said.
 */
export const apiRoutes = (index: ResourceIndex, network: string, hasAccess: boolean): readonly Route[] =>
  (byNetwork(index).get(network) ?? []).flatMap(({ rule, addresses }) =>
    addresses.cidrs().map((destination) => {
      const unsure = hasAccess
        ? undefined
        : { reason: `whether ${rule.id} needs Private Google Access isn't known`, place: rule.place };
      const doubt = rule.doubt ?? unsure;
      return {
        destination,
        target: { kind: 'service', endpoint: rule.id } as const,
        hop: hop(rule.place, `leads to Google's APIs at ${destination}`),
        ...(doubt && { doubt }),
      };
    }),
  );
