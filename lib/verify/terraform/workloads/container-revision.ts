import type { Workload } from '../../model/workload';
import { PortSet } from '../../traffic/port-set';
import type { Doubt } from '../../world/doubt';
import { type Place, within } from '../../world/place';
import type { Fields, Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { containerCredentials, givenSecret } from '../credentials/environment';
import { blocks, openBlocks } from '../evaluate/blocks';
import { blocksAt } from '../nested-blocks';
import { portOf } from '../port-choice';
import type { ResourceIndex } from '../resource-index';
import { foreignBucket, volumeStorage } from '../storage';
import type { Connected } from './vpc-egress';

/** What a revision, a task or a function is made of. */
export interface Revision {
  readonly containers: readonly Fields[];
  readonly volumes: readonly Fields[];
  /** Of the template that holds them. */
  readonly place: Place;
}

/** A workload of containers that Cloud Run runs. */
export function containerWorkload(
  index: ResourceIndex,
  resource: Resource,
  { containers, volumes, place }: Revision,
  where: Connected,
  more: Partial<Workload> = {},
): Workload {
  const elsewhere = unknownDatabase(index, volumes, place) ?? foreignBucket(index, volumes, place);
  const doubt = resource.doubt ?? where.doubt ?? elsewhere;
  return {
    ...{ id: resource.id, aliases: [], place: resource.place, identities: [], openings: [] },
    credentials: [
      ...containerCredentials(index, containers, within(place, 'containers')),
      ...mountedSecrets(index, volumes, within(place, 'volumes')),
    ],
    storage: volumeStorage(index, volumes, within(place, 'volumes')),
    ...(where.outside && { outside: where.outside }),
    ...(doubt && { doubt }),
    ...more,
  };
}

const mountedSecrets = (index: ResourceIndex, volumes: readonly Fields[], place: Place) =>
  volumes.flatMap((volume) =>
    blocks(index.follow(volume.secret)).map(({ secret, secret_name }) =>
      givenSecret(index.keyOf(volume.name) ?? 'a volume', index.keyOf(secret ?? secret_name), place),
    ),
  );

/** A socket to a database leads past every network; a database of the inputs keeps what it is given. */
function unknownDatabase(index: ResourceIndex, volumes: readonly Fields[], place: Place): Doubt | undefined {
  const named = volumes
    .flatMap((volume) => blocksAt(index, volume, 'cloud_sql_instance'))
    .flatMap(({ instances }) => index.elements(instances));
  const foreign = named.find((value) => !databaseOf(index, value));
  return foreign === undefined ? undefined : { reason: `the database '${index.keyOf(foreign)}' isn't in the inputs`, place };
}

function databaseOf(index: ResourceIndex, value: Value): boolean {
  const type = 'google_sql_database_instance';
  if (index.resourceOf(value, type)) return true;
  const name = index.keyOf(value)?.split(/[.:/]/).at(-1) ?? '';
  const key = index.keyOf(value) ?? '';
  return index.ofType(type).some(({ id, properties }) => key === `${id}.connection_name` || properties.name === name);
}

/** The ports that containers state; Cloud Run's front end passes requests to 8080 where none is. */
export function containerPorts(index: ResourceIndex, containers: readonly Fields[]): PortSet {
  const stated = containers.flatMap(({ ports }) =>
    blocks(index.follow(ports)).flatMap(({ container_port }) =>
      container_port === undefined ? [] : [portOf(index, container_port).ports],
    ),
  );
  return stated.length > 0 ? stated.reduce((all, each) => all.union(each), PortSet.none) : PortSet.of(8080);
}

/** Why nested blocks that state where something runs aren't known, if they aren't. */
export function openDoubt(index: ResourceIndex, value: Value | undefined, what: string, place: Place): Doubt | undefined {
  return openBlocks(index.follow(value)) ? { reason: `${what} of ${place.resource} isn't known`, place } : undefined;
}
