import { describe } from 'vitest';
import { findingRows } from '../finding-rows';
import { type Resources, ref } from '../network/airlock';
import { granted, member, neighbour, own, pushed, stranger, topic } from './writing-account';

describe('an account that writes objects', () => {
  const bucket = { 'storage_bucket.b': { name: 'b', location: 'EU', ...own } };
  const writer: Resources = {
    ...bucket,
    'storage_bucket_iam_member.agent': { bucket: ref('storage_bucket.b', 'name'), role: 'roles/storage.objectCreator', member },
  };
  const reader = (who: string): Resources => ({
    'storage_bucket_iam_member.r': { bucket: ref('storage_bucket.b', 'name'), role: 'roles/storage.objectViewer', member: who },
  });
  const job = (sink: string): Resources => ({
    'storage_transfer_job.j': {
      description: 'j',
      transfer_spec: [
        {
          gcs_data_source: [{ bucket_name: ref('storage_bucket.b', 'name') }],
          gcs_data_sink: [{ bucket_name: sink }],
        },
      ],
    },
  });
  findingRows([
    ['that nobody else reads', granted(writer)],
    ['that an account of the project reads', granted(writer, reader(neighbour))],
    ['that an account of another project reads', granted(writer, reader(stranger)), 'IAM-006'],
    ['that everybody reads', granted(writer, reader('allUsers')), 'IAM-006'],
    [
      'that everybody would read, if the bucket let them',
      granted(writer, reader('allUsers'), {
        'storage_bucket.b': { name: 'b', location: 'EU', public_access_prevention: 'enforced' },
      }),
    ],
    [
      'that everybody reads by a list',
      granted(writer, {
        'storage_default_object_acl.a': { bucket: ref('storage_bucket.b', 'name'), role_entity: ['READER:allUsers'] },
      }),
      'IAM-006',
    ],
    ["that are copied to a bucket that isn't in the inputs", granted(writer, job('theirs')), 'IAM-006?'],
    [
      'that are copied to a bucket of nobody else',
      granted(writer, job(ref('storage_bucket.c', 'name')), { 'storage_bucket.c': { name: 'c' } }),
    ],
    [
      'whose names are published to the internet',
      granted(writer, topic, pushed('https://collect.example.net'), {
        'storage_notification.n': {
          bucket: ref('storage_bucket.b', 'name'),
          topic: ref('pubsub_topic.t'),
          payload_format: 'NONE',
        },
      }),
      'IAM-006',
    ],
    [
      "of a bucket that isn't in the inputs",
      granted({ 'storage_bucket_iam_member.agent': { bucket: 'theirs', role: 'roles/storage.objectCreator', member } }),
      'IAM-006?',
    ],
  ]);
});
