// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { describe } from 'vitest';
import { findingRows } from '../finding-rows';
import { agent, type Resources, ref, variable } from '../network/airlock';

const email = ref('service_account.agent', 'email');
const member = `serviceAccount:${email}`;
const project = 'own-project';
const own = { project };
const stranger = 'serviceAccount:reader@somebody-else.iam.gserviceaccount.com';
const neighbour = 'serviceAccount:reader@own-project.iam.gserviceaccount.com';

const granted = (...more: Resources[]): Resources => ({
  'service_account.agent': { account_id: 'agent', ...own },
  ...agent({ service_account: [{ email, scopes: ['cloud-platform'] }] }),
  ...Object.assign({}, ...more),
});
const may = (role: string): Resources => ({ 'project_iam_member.agent': { project, role, member } });

const topic: Resources = { 'pubsub_topic.t': { name: 't', ...own } };
const publisher: Resources = {
  ...topic,
  'pubsub_topic_iam_member.agent': { topic: ref('pubsub_topic.t', 'name'), role: 'roles/pubsub.publisher', member },
};
const subscription = (more: Record<string, unknown>): Resources => ({
  'pubsub_subscription.s': { name: 's', topic: ref('pubsub_topic.t'), ...own, ...more },
});
const pushed = (push_endpoint: string): Resources => subscription({ push_config: [{ push_endpoint }] });
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

describe('an account that writes tables', () => {
  const dataset = (more: Record<string, unknown> = {}): Resources => ({
    'bigquery_dataset.d': { dataset_id: 'd', ...own, ...more },
    'bigquery_dataset_iam_member.agent': {
      ...{ dataset_id: ref('bigquery_dataset.d', 'dataset_id'), role: 'roles/bigquery.dataEditor', member },
    },
  });
  const reader = (who: string): Resources => ({
    'bigquery_dataset_iam_member.r': {
      dataset_id: ref('bigquery_dataset.d', 'dataset_id'),
      role: 'roles/bigquery.dataViewer',
      member: who,
    },
  });
  findingRows([
    ['that nobody else reads', granted(dataset({ access: [{ role: 'OWNER', special_group: 'projectOwners' }] }))],
    ['that an account of another project reads', granted(dataset(), reader(stranger)), 'IAM-006'],
    [
      'that everybody with an account reads',
      granted(dataset({ access: [{ role: 'READER', special_group: 'allAuthenticatedUsers' }] })),
      'IAM-006',
    ],
    [
      'that an account of another project reads by an entry of its own',
      granted(dataset(), {
        'bigquery_dataset_access.a': {
          ...{ dataset_id: ref('bigquery_dataset.d', 'dataset_id'), role: 'READER' },
          user_by_email: 'reader@somebody-else.iam.gserviceaccount.com',
        },
      }),
      'IAM-006',
    ],
    [
      'that a view of another project reads',
      granted(dataset({ access: [{ view: [{ project_id: 'somebody-else', dataset_id: 'd', table_id: 'v' }] }] })),
      'IAM-006?',
    ],
    [
      'of which one table is read by another project',
      granted(dataset(), {
        'bigquery_table.t': { dataset_id: ref('bigquery_dataset.d', 'dataset_id'), table_id: 't', ...own },
        'bigquery_table_iam_member.r': {
          ...{
            dataset_id: 'd',
            table_id: ref('bigquery_table.t', 'table_id'),
            role: 'roles/bigquery.dataViewer',
            member: stranger,
          },
        },
      }),
      'IAM-006',
    ],
    [
      'that are listed for others',
      granted(dataset(), {
        'bigquery_analytics_hub_listing.l': {
          ...{ listing_id: 'l', bigquery_dataset: [{ dataset: ref('bigquery_dataset.d') }] },
        },
      }),
      'IAM-006?',
    ],
  ]);
});

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

describe('an account that hands on what it is told to', () => {
  const queue: Resources = {
    'cloud_tasks_queue.q': { name: 'q', location: 'europe-west1' },
    'cloud_tasks_queue_iam_member.agent': {
      ...{ name: ref('cloud_tasks_queue.q', 'name'), role: 'roles/cloudtasks.enqueuer', member },
    },
  };
  const workflow: Resources = { 'workflows_workflow.w': { name: 'w', region: 'europe-west1', source_contents: '- a: {}' } };
  findingRows([
    ['as tasks of a queue', granted(queue), 'IAM-006'],
    ['as the input of a workflow', granted(workflow, may('roles/workflows.invoker')), 'IAM-006?'],
    ['as the input of no workflow', granted(may('roles/workflows.invoker'))],
    [
      'as what a subscription is pushed to',
      granted(topic, subscription({}), {
        'project_iam_custom_role.c': { role_id: 'custom', title: 'custom', permissions: ['pubsub.subscriptions.update'] },
        'pubsub_subscription_iam_member.m': {
          subscription: ref('pubsub_subscription.s', 'name'),
          role: ref('project_iam_custom_role.c'),
          member,
        },
      }),
      'IAM-006',
    ],
  ]);
});
