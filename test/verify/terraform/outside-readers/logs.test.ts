import { describe } from 'vitest';
import { findingRows } from '../finding-rows';
import { type Resources, ref } from '../network/airlock';
import { granted, may, own, pushed, topic } from './writing-account';

describe('records of an account that writes some', () => {
  const sink = (destination: string, more: Record<string, unknown> = {}): Resources => ({
    ...may('roles/logging.logWriter'),
    'logging_project_sink.s': { name: 's', destination, ...own, ...more },
  });
  const toTopic = sink(`pubsub.googleapis.com/${ref('pubsub_topic.t')}`);
  findingRows([
    ['that stay in the project', granted(sink('logging.googleapis.com/projects/own-project/locations/global/buckets/more'))],
    [
      'that go to a bucket of the inputs',
      granted(sink(`storage.googleapis.com/${ref('storage_bucket.b', 'name')}`), { 'storage_bucket.b': { name: 'b' } }),
    ],
    [
      'that go to a dataset of the inputs',
      granted(sink(`bigquery.googleapis.com/projects/own-project/datasets/${ref('bigquery_dataset.d', 'dataset_id')}`), {
        'bigquery_dataset.d': { dataset_id: 'd', ...own },
      }),
    ],
    [
      'that go to another project',
      granted(sink('logging.googleapis.com/projects/central/locations/global/buckets/all')),
      'IAM-006?',
    ],
    [
      'that go to another project, by a sink that is off',
      granted(sink('logging.googleapis.com/projects/central', { disabled: true })),
    ],
    ['that are pushed to the internet', granted(topic, toTopic, pushed('https://collect.example.net')), 'IAM-006'],
    [
      'of which a filter lets some be pushed to the internet',
      granted(topic, toTopic, pushed('https://collect.example.net'), {
        'logging_project_sink.s': {
          ...{ name: 's', destination: `pubsub.googleapis.com/${ref('pubsub_topic.t')}`, filter: 'severity>=ERROR' },
        },
      }),
      'IAM-006?',
    ],
    [
      'are none where it writes none',
      granted({ ...toTopic, 'project_iam_member.agent': undefined }, topic, pushed('https://collect.example.net')),
    ],
  ]);
});
