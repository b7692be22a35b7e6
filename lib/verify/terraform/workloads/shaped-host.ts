import type { Interface } from '../../model/interface';
import type { Doubt } from '../../world/doubt';
import { type Hop, hop } from '../../world/hop';
import { within } from '../../world/place';
import type { Fields } from '../../world/value';
import type { Resource } from '../../world/world';
import { metadataCredentials } from '../credentials/host-metadata';
import { placedIn } from '../interfaces';
import { valueAt, valuesAt } from '../nested-blocks';
import type { ResourceIndex } from '../resource-index';
import { truth } from '../truth';
import { apart } from './apart';
import type { FoundWorkload } from './found-workload';
import { type HostShape, hostShapes, type Setting } from './host-shapes';
import { accountKey, computeAccount } from './service-account';

/** Hosts that a service makes, of types that state everything in arguments of their own. */
export const shapedHosts = (index: ResourceIndex): FoundWorkload[] =>
  Object.entries(hostShapes).flatMap(([type, shape]) => index.ofType(type).map((resource) => shapedHost(index, resource, shape)));

function shapedHost(index: ResourceIndex, resource: Resource, shape: HostShape): FoundWorkload {
  const { id, place, properties } = resource;
  const at = (path: string | undefined) => (path === undefined ? undefined : valueAt(index, properties, path));
  const { doubt } = resource;
  const outside = outsideOf(index, resource, shape);
  const metadata = at(shape.metadata);
  return {
    workload: {
      ...{ id, aliases: [], place, identities: [], storage: [], openings: [] },
      credentials:
        metadata === undefined ? [] : metadataCredentials(index, { metadata }, within(place, ...pathOf(shape.metadata))),
      ...(outside && { outside }),
      ...(doubt && { doubt }),
    },
    interfaces: placed(index, resource, shape),
    doubts: opaque(resource, shape),
    uses: [
      {
        account: accountKey(index, at(shape.account), computeAccount),
        scopes: at(shape.scopes) ?? 'all',
        place: within(place, ...pathOf(shape.account)),
      },
    ],
  };
}

const pathOf = (path = ''): string[] =>
  path
    .split('.')
    .filter((step) => step !== '' && step !== '0')
    .slice(0, -1);

const opaque = ({ id, place, type }: Resource, shape: HostShape): Doubt[] =>
  shape.opaque ? [{ reason: `what ${id} does besides isn't modelled for a ${type}`, place }] : [];

const holds = (index: ResourceIndex, { properties }: Resource, { path, wanted, otherwise }: Setting) =>
  truth(index, valueAt(index, properties, path), wanted, otherwise);

function outsideOf(index: ResourceIndex, resource: Resource, shape: HostShape): Hop | undefined {
  const named = [shape.network, shape.subnetwork].some((path) => path && valuesAt(index, resource.properties, path).length > 0);
  if (named || shape.otherwise !== 'outside') return undefined;
  return hop(resource.place, 'states no network: it runs where the internet is in reach');
}

function placed(index: ResourceIndex, resource: Resource, shape: HostShape): Interface[] {
  const { id: owner, place, properties } = resource;
  if (outsideOf(index, resource, shape)) return [];
  const at = (path: string | undefined) => (path === undefined ? undefined : valueAt(index, properties, path));
  const [network, subnetwork, tags, region] = [
    at(shape.network),
    at(shape.subnetwork),
    at(shape.tags),
    regionOf(index, resource),
  ];
  const external = shape.external ? holds(index, resource, shape.external) !== false : false;
  const block: Fields = {
    ...(network !== undefined && { network }),
    ...(subnetwork !== undefined && { subnetwork }),
    ...(network === undefined && subnetwork === undefined && { network: 'default' }),
    ...(external && { access_config: [{}] }),
  };
  const forwards = shape.forwards !== undefined && holds(index, resource, shape.forwards) !== false;
  return apart(
    placedIn(index, {
      ...{ owner, place, networkInterfaces: [block], forwards },
      ...(region !== undefined && { region }),
      ...(tags !== undefined && { tags }),
      serviceAccount: at(shape.account) ?? computeAccount,
      ...(resource.doubt && { doubt: resource.doubt }),
    }),
  );
}

const regionOf = (index: ResourceIndex, resource: Resource) =>
  ['location', 'zone', 'region']
    .map((name) => index.property(resource, name))
    .find((value) => value !== undefined && value !== null);
