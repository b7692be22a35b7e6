import { grouped } from '../../indexing/grouped';
import type { Doubt } from '../../world/doubt';
import { type Hop, hop } from '../../world/hop';
import type { Resource } from '../../world/world';
import { namesIn } from '../named-resources';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import { treatmentOf } from '../resource-types';
import { fromBucket } from './buckets';
import { fromSubscription, fromTopic, fromTrigger } from './messages';
import { readers } from './readers';
import type { Step } from './step';
import { fromDataset, fromTable } from './tables';

/** A way by which what is put into a thing gets out of the project. */
export interface Outlet {
  readonly path: readonly Hop[];
  readonly doubt?: Doubt;
}

type Onwards = (index: ResourceIndex, resource: Resource) => readonly Step[];

/** What passes on what it is given, or shows it; anything else that takes it runs code that isn't in the inputs. */
const onwards: Readonly<Record<string, Onwards>> = {
  google_pubsub_topic: fromTopic,
  google_pubsub_subscription: fromSubscription,
  google_eventarc_trigger: fromTrigger,
  google_storage_bucket: fromBucket,
  google_bigquery_dataset: fromDataset,
  google_bigquery_table: fromTable,
  google_bigtable_table: (index, table) => readers(index, table, ['bigtable.tables.readRows']),
};

/** The ways out from a thing, each thing on the way counted once. */
export const outletsOf = (index: ResourceIndex, id: string): readonly Outlet[] => {
  const known = all(index).get(id) ?? found(index, id, new Set());
  all(index).set(id, known);
  return known;
};

const all = oncePerIndex(() => new Map<string, readonly Outlet[]>());

function found(index: ResourceIndex, id: string, seen: Set<string>): readonly Outlet[] {
  const resource = index.get(id);
  if (!resource || seen.has(id)) return [];
  seen.add(id);
  const next = Object.hasOwn(onwards, resource.type) ? onwards[resource.type] : undefined;
  if (!next) return [{ path: [], doubt: { reason: `what ${id} does with it isn't in the inputs`, place: resource.place } }];
  const steps = [...next(index, resource), ...toStrangers(index, id)];
  return steps.flatMap((step) => throughStep(index, step, seen));
}

/** What isn't modelled and names a thing, or moves data for a living, may take what is in it. */
const toStrangers = (index: ResourceIndex, id: string): Step[] =>
  (strangers(index).get(id) ?? []).map(({ id: to, place }) => ({ hop: hop(place, `has to do with ${id}`), to }));

const strangers = oncePerIndex((index) => {
  const names = namesIn(index);
  const moves = /^google_(?:dataflow|data_pipeline|dataproc|datastream)_/;
  const unknown = [...index.world.resources.values()].filter(
    ({ type }) => moves.test(type) || treatmentOf(type).kind === 'unmodelled',
  );
  const named = unknown.flatMap((stranger) => [...names(stranger.id)].map((name) => ({ name, stranger })));
  const groups = grouped(named, ({ name }) => name);
  return new Map([...groups].map(([name, each]) => [name, each.map(({ stranger }) => stranger)]));
});

/** The ways out by a step. */
export function throughStep(index: ResourceIndex, { hop: by, to, doubt }: Step, seen = new Set<string>()): readonly Outlet[] {
  const rest: readonly Outlet[] = to === undefined ? [{ path: [] }] : found(index, to, seen);
  return rest.map((outlet) => {
    const open = doubt ?? outlet.doubt;
    return { path: [by, ...outlet.path], ...(open && { doubt: open }) };
  });
}
