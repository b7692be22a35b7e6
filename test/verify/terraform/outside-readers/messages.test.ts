// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { describe } from 'vitest';
import { findingRows } from '../finding-rows';
import { type Resources, ref, variable } from '../network/airlock';
import { granted, may, member, neighbour, own, pushed, stranger, subscription, topic } from './writing-account';

const publisher: Resources = {
  ...topic,
  'pubsub_topic_iam_member.agent': { topic: ref('pubsub_topic.t', 'name'), role: 'roles/pubsub.publisher', member },
};
const puller = (who: string): Resources => ({
  ...subscription({}),
  'pubsub_subscription_iam_member.r': {
    subscription: ref('pubsub_subscription.s', 'name'),
    role: 'roles/pubsub.subscriber',
    member: who,
  },
});
const service: Resources = {
  'cloud_run_v2_service.other': {
    ...{ name: 'other', location: 'europe-west1', ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY' },
    template: [{ containers: [{ image: 'x' }] }],
  },
};

describe('an account that publishes on a topic', () => {
  findingRows([
    ['that nobody takes from', granted(publisher)],
    ['whose messages wait for whoever is in the project', granted(publisher, puller(neighbour))],
    [
      'whose messages an agent of Google’s takes for the project',
      granted(publisher, puller('serviceAccount:service-123456@dataflow-service-producer-prod.iam.gserviceaccount.com')),
    ],
    ['whose messages people of the project take', granted(publisher, puller('group:readers@example.com'))],
    ['that is pushed to the internet', granted(publisher, pushed('https://collect.example.net/in')), 'IAM-006'],
    [
      'that is pushed to the internet, of which a role on the project lets it publish',
      granted(topic, may('roles/pubsub.publisher'), pushed('https://collect.example.net/in')),
      'IAM-006',
    ],
    [
      'that is pushed to the internet under a path that is not known',
      { resources: granted(publisher, pushed('https://collect.example.net/${var.path}')), declared: { variable: { path: {} } } },
      'IAM-006',
    ],
    [
      'that is pushed to wherever a variable says',
      { resources: granted(publisher, pushed(variable('url'))), declared: { variable: { url: { type: 'string' } } } },
      'IAM-006?',
    ],
    ['that is pushed to a service of somebody', granted(publisher, pushed('https://in-abc-ew.a.run.app')), 'IAM-006?'],
    [
      'that is pushed to a service of the inputs',
      granted(publisher, service, pushed(ref('cloud_run_v2_service.other', 'uri'))),
      'IAM-006?',
    ],
    ['that an account of another project pulls', granted(publisher, puller(stranger)), 'IAM-006'],
    ['that everybody pulls', granted(publisher, puller('allAuthenticatedUsers')), 'IAM-006'],
    [
      'that somebody pulls whom a variable says',
      { resources: granted(publisher, puller(variable('who'))), declared: { variable: { who: { type: 'string' } } } },
      'IAM-006?',
    ],
    [
      'to which another project may subscribe',
      granted(publisher, {
        'pubsub_topic_iam_binding.r': {
          ...{ topic: ref('pubsub_topic.t', 'name'), role: 'roles/pubsub.subscriber', members: [stranger] },
        },
      }),
      'IAM-006',
    ],
    [
      'that is written to a bucket of nobody else',
      granted(publisher, subscription({ cloud_storage_config: [{ bucket: ref('storage_bucket.b', 'name') }] }), {
        'storage_bucket.b': { name: 'b', location: 'EU' },
      }),
    ],
    [
      'that is written to a bucket of everybody',
      granted(publisher, subscription({ cloud_storage_config: [{ bucket: ref('storage_bucket.b', 'name') }] }), {
        'storage_bucket.b': { name: 'b', location: 'EU' },
        'storage_bucket_iam_member.r': {
          ...{ bucket: ref('storage_bucket.b', 'name'), role: 'roles/storage.objectViewer', member: 'allUsers' },
        },
      }),
      'IAM-006',
    ],
    [
      "that is written to a bucket that isn't in the inputs",
      granted(publisher, subscription({ cloud_storage_config: [{ bucket: 'theirs' }] })),
      'IAM-006?',
    ],
    [
      'that is written to a table of nobody else',
      granted(publisher, subscription({ bigquery_config: [{ table: 'own-project.d.t' }] }), {
        'bigquery_dataset.d': { dataset_id: 'd', ...own },
        'bigquery_table.t': { dataset_id: ref('bigquery_dataset.d', 'dataset_id'), table_id: 't', ...own },
      }),
    ],
    [
      'that is written to a table of another project',
      granted(publisher, subscription({ bigquery_config: [{ table: 'somebody-else.d.t' }] }), {
        'bigquery_dataset.d': { dataset_id: 'd', ...own },
        'bigquery_table.t': { dataset_id: ref('bigquery_dataset.d', 'dataset_id'), table_id: 't', ...own },
      }),
      'IAM-006?',
    ],
    [
      'whose dead letters are pushed to the internet',
      granted(publisher, subscription({ dead_letter_policy: [{ dead_letter_topic: ref('pubsub_topic.dead') }] }), {
        'pubsub_topic.dead': { name: 'dead' },
        'pubsub_subscription.dead': {
          ...{ name: 'dead', topic: ref('pubsub_topic.dead') },
          push_config: [{ push_endpoint: 'https://collect.example.net' }],
        },
      }),
      'IAM-006',
    ],
    [
      'whose messages come back to it',
      granted(publisher, subscription({ dead_letter_policy: [{ dead_letter_topic: ref('pubsub_topic.t') }] })),
    ],
    [
      'from which Eventarc sends to the internet',
      granted(publisher, {
        'eventarc_trigger.e': {
          ...{ name: 'e', location: 'europe-west1', transport: [{ pubsub: [{ topic: ref('pubsub_topic.t') }] }] },
          destination: [{ http_endpoint: [{ uri: 'http://collect.example.net/' }] }],
        },
      }),
      'IAM-006',
    ],
    [
      'that starts a function',
      granted(publisher, {
        'cloudfunctions2_function.f': {
          ...{ name: 'f', location: 'europe-west1', build_config: [{ runtime: 'nodejs20' }] },
          event_trigger: [{ event_type: 'google.cloud.pubsub.topic.v1.messagePublished', pubsub_topic: ref('pubsub_topic.t') }],
        },
      }),
      'IAM-006?',
    ],
    [
      "that a job takes which isn't modelled",
      granted(publisher, subscription({}), {
        'dataflow_job.j': { name: 'j', parameters: { inputSubscription: ref('pubsub_subscription.s') } },
      }),
      'IAM-006?',
    ],
    [
      "that isn't in the inputs",
      granted({
        'pubsub_topic_iam_member.agent': { topic: 'projects/x/topics/theirs', role: 'roles/pubsub.publisher', member },
      }),
      'IAM-006?',
    ],
    ['of which it only reads', granted(pushed('https://collect.example.net/in'), topic, may('roles/pubsub.viewer'))],
  ]);
});
