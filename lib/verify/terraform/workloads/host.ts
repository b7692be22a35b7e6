import { doubtIn } from '../../choice/truth';
import type { Interface } from '../../model/interface';
import type { Opening, Workload } from '../../model/workload';
import type { Doubt } from '../../world/doubt';
import { hop } from '../../world/hop';
import { type Place, within } from '../../world/place';
import type { Fields, Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { metadataCredentials, projectCredentials } from '../credentials/host-metadata';
import { blocks, openBlocks } from '../evaluate/blocks';
import { placedIn } from '../interfaces';
import { entriesOf } from '../nested-blocks';
import type { ResourceIndex } from '../resource-index';
import { diskStorage } from '../storage';
import { truth } from '../truth';
import { accountKey, computeAccount, type Use } from './service-account';

/** What a host is started with: the arguments of an instance, or of the template that it is made from. */
export interface Launch {
  readonly properties: Fields;
  /** Of the resource that states them. */
  readonly place: Place;
  readonly doubt?: Doubt;
}

/** What code on hosts that are started so can use. Without a `service_account` block there is no account ("google_compute_instance"). */
export const usesOf = (index: ResourceIndex, { properties, place }: Launch): Use[] =>
  blocks(index.follow(properties.service_account)).map(({ email, scopes }) => ({
    account: accountKey(index, email, computeAccount),
    scopes: scopes ?? [],
    place: within(place, 'service_account'),
  }));

/** Why the accounts of a host aren't known, if they aren't. */
function accountDoubt(index: ResourceIndex, { properties, place }: Launch): Doubt | undefined {
  return openBlocks(index.follow(properties.service_account))
    ? { reason: `the service account of ${place.resource} isn't known`, place }
    : undefined;
}

/** A workload of hosts that are started in one of several ways. */
export function hostWorkload(
  index: ResourceIndex,
  resource: Resource,
  launches: readonly Launch[],
  aliases: readonly string[],
): Workload {
  const { id, place } = resource;
  const doubt = resource.doubt ?? launches.map((launch) => launch.doubt ?? accountDoubt(index, launch)).find(Boolean);
  return {
    ...{ id, aliases, place, identities: [] },
    credentials: [
      ...launches.flatMap((launch) => metadataCredentials(index, launch.properties, launch.place)),
      ...projectCredentials(index),
    ],
    storage: launches.flatMap((launch) => diskStorage(index, id, launch.properties, launch.place)),
    openings: launches.flatMap((launch) => serialPort(index, launch)),
    ...(doubt && { doubt }),
  };
}

/** "Troubleshooting using the serial console": an interactive session that no firewall rule sees. */
function serialPort(index: ResourceIndex, { properties, place }: Launch): Opening[] {
  const entries = new Map(entriesOf(index, properties.metadata));
  const enabled = truth(index, entries.get('serial-port-enable'), ['true', '1'], false);
  if (enabled === false) return [];
  const doubt = doubtIn(enabled);
  const why = hop(within(place, 'metadata', 'serial-port-enable'), 'lets people open its serial console');
  return [{ kind: 'exec', hop: why, ...(doubt && { doubt }) }];
}

/** The interfaces of hosts that are started so. */
export function hostInterfaces(
  index: ResourceIndex,
  owner: Resource,
  { properties, doubt }: Launch,
  region: Value | undefined,
): Interface[] {
  const [account] = blocks(index.follow(properties.service_account));
  const reason = owner.doubt ?? doubt;
  const [params] = blocks(index.follow(properties.params));
  const secureTags = params?.resource_manager_tags ?? properties.resource_manager_tags;
  return [
    ...placedIn(index, {
      ...{ owner: owner.id, place: owner.place, networkInterfaces: properties.network_interface },
      forwards: truth(index, properties.can_ip_forward, ['true'], false) !== false,
      ...given({ region, tags: properties.tags, secureTags }),
      ...(account && { serviceAccount: account.email ?? computeAccount }),
      ...(reason && { doubt: reason }),
    }),
  ];
}

const given = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined | null> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null)) as never;
