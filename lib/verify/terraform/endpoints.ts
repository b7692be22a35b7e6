import type { ServiceEndpoint } from '../model/service-endpoint';
import type { AddressSet } from '../traffic/address-set';
import { PortSet } from '../traffic/port-set';
import { ServiceSet } from '../traffic/service-set';
import { hop } from '../world/hop';
import type { Place } from '../world/place';
import { openAccess, restrictedAccess } from './addresses/google-api-ranges';
import { perimeterConfinement } from './endpoints/perimeters';
import { subnets } from './networks';
import type { ResourceIndex } from './resource-index';
import { apiEndpoints, openAccessId, restrictedAccessId } from './routes/google-access';

/** "Private Google Access": the services answer by HTTPS, and by HTTP to say so. */
const services = ServiceSet.tcp(PortSet.of(80, 443));

/** The ways to Google's APIs from inside networks: Private Google Access, and endpoints of Private Service Connect. */
export function serviceEndpoints(index: ResourceIndex): readonly ServiceEndpoint[] {
  const access = subnets(index).filter(({ routed }) => routed.google !== false);
  const byNetwork = new Map(access.map(({ network, place }) => [network, place]));
  return [
    ...[...byNetwork].flatMap(([network, place]) => [
      open(openAccessId(network), place, openAccess),
      restricted(index, restrictedAccessId(network), network, place, restrictedAccess),
    ]),
    ...apiEndpoints(index).map(({ rule, network, addresses, bundle }) =>
      /vpc-sc$/.test(bundle) ? restricted(index, rule.id, network, rule.place, addresses) : open(rule.id, rule.place, addresses),
    ),
  ];
}

const open = (id: string, place: Place, addresses: AddressSet): ServiceEndpoint => ({
  ...{ id, place, service: 'googleapis.com', addresses, services },
  confinement: { verdict: 'open', reasons: [hop(place, 'leads to all Google APIs, also to those of other projects')] },
});

const restricted = (index: ResourceIndex, id: string, network: string, place: Place, addresses: AddressSet): ServiceEndpoint => ({
  ...{ id, place, service: 'restricted.googleapis.com', addresses, services },
  confinement: perimeterConfinement(index, network, place),
});
