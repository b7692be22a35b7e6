import { hop } from '../../world/hop';
import type { Resource } from '../../world/world';
import { openBlocks } from '../evaluate/blocks';
import { valuesAt } from '../nested-blocks';
import type { ResourceIndex } from '../resource-index';
import { readers } from './readers';
import { sentToUrl } from './sent-to-url';
import { type Step, stepTo } from './step';
import { stepToTable } from './tables';

const topicType = 'google_pubsub_topic';

/** Where messages of a topic go: to its subscriptions, to what its events start, and to those who may subscribe by themselves. */
export const fromTopic = (index: ResourceIndex, topic: Resource): Step[] => [
  ...readers(index, topic, ['pubsub.topics.attachSubscription']),
  ...[...subscriptions(index, topic), ...started(index, topic)].map(({ id, place }) => ({
    hop: hop(place, `takes what is published on ${topic.id}`),
    to: id,
  })),
];

const subscriptions = (index: ResourceIndex, { id }: Resource): readonly Resource[] =>
  index.referring('google_pubsub_subscription', 'topic', id, topicType);

/** Where types that take a topic's messages name it. */
const taking = {
  google_eventarc_trigger: 'transport.pubsub.topic',
  google_cloudfunctions_function: 'event_trigger.resource',
  google_cloudfunctions2_function: 'event_trigger.pubsub_topic',
  google_cloudbuild_trigger: 'pubsub_config.topic',
} as const;

const started = (index: ResourceIndex, topic: Resource): readonly Resource[] =>
  Object.entries(taking).flatMap(([type, path]) =>
    index
      .ofType(type)
      .filter(({ properties }) => valuesAt(index, properties, path).some((each) => index.idOf(each, topicType) === topic.id)),
  );

/** "Create a Cloud Storage subscription", "Create a Bigtable subscription", "Dead-letter topics". */
const places = [
  ['bigtable_config', 'table', 'google_bigtable_table'],
  ['cloud_storage_config', 'bucket', 'google_storage_bucket'],
  ['dead_letter_policy', 'dead_letter_topic', topicType],
] as const;

/** Where messages of a subscription go: pushed to a URL, written somewhere, or pulled. */
export const fromSubscription = (index: ResourceIndex, subscription: Resource): Step[] => {
  const { place, properties } = subscription;
  return [
    ...readers(index, subscription, ['pubsub.subscriptions.consume']),
    ...valuesAt(index, properties, 'push_config.push_endpoint').flatMap((url) => sentToUrl(index, place, url)),
    ...valuesAt(index, properties, 'bigquery_config.table').flatMap((table) => stepToTable(index, place, table)),
    ...places.flatMap(([block, name, type]) =>
      valuesAt(index, properties, `${block}.${name}`).flatMap((value) => stepTo(index, place, 'writes it to', value, type)),
    ),
    ...['push_config', 'bigquery_config', ...places.map(([block]) => block)].flatMap((block) => openBlock(subscription, block)),
  ];
};

/** A block that only deployment tells. */
const openBlock = ({ place, properties }: Resource, name: string): Step[] =>
  openBlocks(properties[name])
    ? [{ hop: hop(place, `may have a ${name}`), doubt: { reason: `its ${name} isn't known`, place } }]
    : [];

/** Where events of Eventarc go. */
export const fromTrigger = (index: ResourceIndex, { place, properties }: Resource): Step[] => [
  ...valuesAt(index, properties, 'destination.http_endpoint.uri').flatMap((url) => sentToUrl(index, place, url)),
  ...['cloud_run_service.service', 'workflow', 'cloud_function', 'gke.cluster'].flatMap((path) =>
    valuesAt(index, properties, `destination.${path}`).flatMap((value) => stepTo(index, place, 'calls', value, ...called)),
  ),
];

const called = ['google_cloud_run_v2_service', 'google_cloud_run_service', 'google_workflows_workflow'];
