import { hop } from '../../world/hop';
import type { Resource } from '../../world/world';
import { blocks } from '../evaluate/blocks';
import { blocksAt, valuesAt } from '../nested-blocks';
import type { ResourceIndex } from '../resource-index';
import { truth } from '../truth';
import { readers } from './readers';
import { type Step, stepTo } from './step';

const bucketType = 'google_storage_bucket';
const everybody = /\ball(?:Authenticated)?Users\b/;

/** Who gets what is put into a bucket: readers, jobs that copy it, topics that are told the names. */
export function fromBucket(index: ResourceIndex, bucket: Resource): Step[] {
  const isPrivate = truth(index, bucket.properties.public_access_prevention, ['enforced'], false) === true;
  const read = [...readers(index, bucket, ['storage.objects.get']), ...defaultLists(index, bucket)];
  const reading = read.filter(({ hop: { why } }) => !isPrivate || !everybody.test(why));
  return [...reading, ...copies(index, bucket), ...told(index, bucket)];
}

/** "Access control lists (ACLs)": what new objects get. */
function defaultLists(index: ResourceIndex, bucket: Resource): Step[] {
  const types = ['google_storage_default_object_acl', 'google_storage_default_object_access_control'];
  return types.flatMap((type) =>
    index.referring(type, 'bucket', bucket.id, bucketType).flatMap(({ place, properties: { role_entity, entity } }) => {
      const named = [...index.elements(role_entity), ...index.elements(entity)].map((each) => index.keyOf(each) ?? '');
      const all = named.find((each) => everybody.test(each));
      return all === undefined ? [] : [{ hop: hop(place, `lets ${all} read what is put into ${bucket.id}`) }];
    }),
  );
}

const copies = (index: ResourceIndex, bucket: Resource): Step[] =>
  index.ofType('google_storage_transfer_job').flatMap(({ id, place, properties }) =>
    [...blocksAt(index, properties, 'transfer_spec'), ...blocksAt(index, properties, 'replication_spec')].flatMap((spec) => {
      const sources = valuesAt(index, spec, 'gcs_data_source.bucket_name');
      if (!sources.some((source) => index.idOf(source, bucketType) === bucket.id)) return [];
      const doubt = { reason: `whose file system ${id} writes isn't in the inputs`, place };
      return [
        ...blocks(spec.posix_data_sink).map(() => ({ hop: hop(place, 'copies it to a file system'), doubt })),
        ...valuesAt(index, spec, 'gcs_data_sink.bucket_name').flatMap((sink) =>
          stepTo(index, place, 'copies it to', sink, bucketType),
        ),
      ];
    }),
  );

const told = (index: ResourceIndex, bucket: Resource): Step[] =>
  index
    .referring('google_storage_notification', 'bucket', bucket.id, bucketType)
    .flatMap(({ place, properties }) =>
      stepTo(index, place, 'tells the names of objects to', properties.topic, 'google_pubsub_topic'),
    );
