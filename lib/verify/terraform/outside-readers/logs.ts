import { Reference, Text, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import type { ResourceIndex } from '../resource-index';
import { truth } from '../truth';
import { type Step, stepTo } from './step';

const sinkTypes = [
  'google_logging_project_sink',
  'google_logging_folder_sink',
  'google_logging_organization_sink',
  'google_logging_billing_account_sink',
];

/** Where a sink may send records: "Route logs to supported destinations". */
const kinds = [
  ['google_pubsub_topic', /^pubsub\.googleapis\.com\//],
  ['google_storage_bucket', /^storage\.googleapis\.com\//],
  ['google_bigquery_dataset', /^bigquery\.googleapis\.com\//],
] as const;

/** Where records of the project go, besides its own log buckets. A filter may leave out those of an agent. */
export const fromLogs = (index: ResourceIndex): Step[] =>
  index
    .ofType(...sinkTypes)
    .filter(({ properties }) => truth(index, properties.disabled, ['true'], false) !== true)
    .flatMap((sink) => sent(index, sink).map((step) => filtered(index, sink, step)));

function sent(index: ResourceIndex, sink: Resource): Step[] {
  const { place, properties } = sink;
  const value = properties.destination ?? null;
  const start = startOf(value);
  const kind = kinds.find(([, prefix]) => prefix.test(start));
  if (kind) return stepTo(index, place, 'sends records to', withoutStart(value, kind[1]), kind[0]);
  return isOwn(index, sink, value) ? [] : stepTo(index, place, 'sends records to', value);
}

const startOf = (value: Value): string => {
  const first = value instanceof Text ? value.parts[0] : value;
  return typeof first === 'string' ? first : '';
};

function withoutStart(value: Value, prefix: RegExp): Value {
  if (typeof value === 'string') return value.replace(prefix, '');
  if (!(value instanceof Text)) return value;
  const [first, ...rest] = value.parts;
  const left = String(first).replace(prefix, '');
  const parts = left === '' ? rest : [left, ...rest];
  return parts.length === 1 ? (parts[0] as Value) : new Text(parts);
}

/** A log bucket of the inputs, or one of the sink's own project. */
function isOwn(index: ResourceIndex, sink: Resource, value: Value): boolean {
  const last = value instanceof Text ? value.parts.at(-1) : value;
  if (last instanceof Reference && index.get(last.resource)?.type === 'google_logging_project_bucket_config') return true;
  const project = /^logging\.googleapis\.com\/projects\/(.+)\/locations\//.exec(index.keyOf(value) ?? '')?.[1];
  const own = index.keyOf(index.property(sink, 'project'));
  return project !== undefined && own !== undefined && project.replace(/^\$\{(.*)\}$/, '$1') === own;
}

function filtered(index: ResourceIndex, { id, place, properties }: Resource, step: Step): Step {
  const filter = index.keyOf(properties.filter);
  if (filter === undefined || step.doubt) return step;
  return { ...step, doubt: { reason: `whether the filter of ${id} takes what the agent writes`, place } };
}
