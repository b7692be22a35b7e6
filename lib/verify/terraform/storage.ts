import type { Storage } from '../model/workload';
import type { Doubt } from '../world/doubt';
import { hop } from '../world/hop';
import type { Place } from '../world/place';
import type { Fields, Value } from '../world/value';
import { blocks } from './evaluate/blocks';
import { blocksAt } from './nested-blocks';
import type { ResourceIndex } from './resource-index';
import { truth } from './truth';

/** Storage that `volumes` blocks of Cloud Run mount: buckets and NFS shares. */
export const volumeStorage = (index: ResourceIndex, volumes: readonly Fields[], place: Place): Storage[] =>
  volumes.flatMap((volume) => [
    ...blocks(index.follow(volume.gcs)).map(({ bucket }) =>
      shared(place, 'bucket', index.keyOf(bucket, 'google_storage_bucket')),
    ),
    ...blocksAt(index, volume, 'csi')
      .flatMap((csi) => blocks(index.follow(csi.volume_attributes)))
      .flatMap(({ bucketName }) =>
        bucketName === undefined ? [] : [shared(place, 'bucket', index.keyOf(bucketName, 'google_storage_bucket'))],
      ),
    ...blocks(index.follow(volume.nfs)).map(({ server, path }) => shared(place, 'NFS share', share(index, server, path))),
  ]);

/** What is written to a bucket that the inputs don't make, whoever reads it may carry on. */
export function foreignBucket(index: ResourceIndex, volumes: readonly Fields[], place: Place): Doubt | undefined {
  const mounted = volumes
    .flatMap((volume) => blocks(index.follow(volume.gcs)))
    .filter((gcs) => truth(index, gcs.read_only, ['true'], false) !== true)
    .flatMap(({ bucket }) => index.elements(bucket));
  const foreign = mounted.find((bucket) => index.idOf(bucket, 'google_storage_bucket') === undefined);
  return foreign === undefined
    ? undefined
    : { reason: `who reads the bucket '${index.keyOf(foreign)}' isn't in the inputs`, place };
}

const shared = (place: Place, kind: string, key = 'that is not known'): Storage => ({
  key: `${kind} ${key}`,
  hop: hop(place, `mounts ${kind} ${key}`),
});

/** A Filestore instance by its id, any other server by its address. */
function share(index: ResourceIndex, server: Value | undefined, path: Value | undefined): string {
  const filestore = index.resourceOf(server, 'google_filestore_instance');
  return filestore ? filestore.id : `${index.keyOf(server) ?? ''}:${index.keyOf(path) ?? '/'}`;
}

/** Disks that a host attaches, or that are attached to it; one that is attached to several is shared. */
export const diskStorage = (index: ResourceIndex, host: string, properties: Fields, place: Place): Storage[] => [
  ...[...blocksAt(index, properties, 'attached_disk'), ...blocksAt(index, properties, 'disk')].flatMap(({ source }) =>
    sharedDisk(index, source, place),
  ),
  ...index
    .referring('google_compute_attached_disk', 'instance', host, 'google_compute_instance')
    .flatMap((attached) => sharedDisk(index, attached.properties.disk, attached.place)),
];

function sharedDisk(index: ResourceIndex, source: Value | undefined, place: Place): Storage[] {
  const disk = index.resourceOf(source, 'google_compute_disk', 'google_compute_region_disk');
  return disk ? [shared(place, 'disk', disk.id)] : [];
}
