import { hop } from '../../world/hop';
import type { Place } from '../../world/place';
import type { Fields, Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { blocks } from '../evaluate/blocks';
import { valuesAt } from '../nested-blocks';
import type { ResourceIndex } from '../resource-index';
import { outsider } from './outsider';
import { readers } from './readers';
import { type Step, stepTo } from './step';

const datasetType = 'google_bigquery_dataset';
const tableType = 'google_bigquery_table';

/** Who reads what is put into a dataset's tables: by roles, by its own list, by what is published of it. */
export const fromDataset = (index: ResourceIndex, dataset: Resource): Step[] => [
  ...readers(index, dataset, ['bigquery.tables.getData']),
  ...blocks(dataset.properties.access).flatMap((entry) => listed(index, dataset, dataset.place, entry)),
  ...index
    .referring('google_bigquery_dataset_access', 'dataset_id', dataset.id, datasetType)
    .flatMap(({ place, properties }) => listed(index, dataset, place, properties)),
  ...index.ofType('google_bigquery_analytics_hub_listing').flatMap((listing) => published(index, dataset, listing)),
  ...index
    .referring(tableType, 'dataset_id', dataset.id, datasetType)
    .map(({ id, place }) => ({ hop: hop(place, `is in ${dataset.id}`), to: id })),
];

/** Who reads a table: by roles on it, and those who read its dataset. */
export const fromTable = (index: ResourceIndex, table: Resource): Step[] => [
  ...readers(index, table, ['bigquery.tables.getData']),
  ...stepTo(index, table.place, 'is in', table.properties.dataset_id, datasetType),
];

/** A step to a table that is named as `PROJECT.DATASET.TABLE`. */
export function stepToTable(index: ResourceIndex, place: Place, value: Value): Step[] {
  const [, project, dataset, name] = /^(.*)[.:]([\w$-]+)\.([\w$-]+)$/.exec(index.keyOf(value) ?? '') ?? [];
  const table = index
    .ofType(tableType)
    .find(
      ({ properties }) =>
        index.keyOf(properties.table_id) === name &&
        index.keyOf(properties.dataset_id, datasetType) === index.keyOf(dataset, datasetType),
    );
  const own = table && index.keyOf(index.property(table, 'project'));
  const isOther = own !== undefined && project !== own && isLiteral(project) && isLiteral(own);
  return table && !isOther
    ? [{ hop: hop(place, `writes it to ${table.id}`), to: table.id }]
    : stepTo(index, place, 'writes it to', value);
}

const isLiteral = (name: string | undefined): boolean => name !== undefined && /^[a-z][-a-z0-9]+$/.test(name);

function listed(index: ResourceIndex, dataset: Resource, place: Place, entry: Fields): Step[] {
  const members = ['special_group', 'iam_member', 'user_by_email'].flatMap((name) => valuesAt(index, entry, name));
  const named = members.flatMap((member) => {
    const outside = outsider(index, dataset, member);
    return outside === false
      ? []
      : [{ hop: hop(place, `lets ${index.keyOf(member)} read ${dataset.id}`), ...(outside !== true && { doubt: outside }) }];
  });
  const own = index.keyOf(index.property(dataset, 'project'));
  const projects = ['view', 'dataset.dataset', 'routine'].flatMap((path) => valuesAt(index, entry, `${path}.project_id`));
  const foreign = projects.map((project) => index.keyOf(project)).filter((project) => project !== own);
  return [
    ...named,
    ...foreign.map((project) => unseen(place, `lets what is in ${project} read ${dataset.id}`, `who reads it in ${project}`)),
  ];
}

const unseen = (place: Place, why: string, what: string): Step => ({
  hop: hop(place, why),
  doubt: { reason: `${what} isn't in the inputs`, place },
});

function published(index: ResourceIndex, dataset: Resource, { id, place, properties }: Resource): Step[] {
  const names = valuesAt(index, properties, 'bigquery_dataset.dataset');
  const isIt = names.some((each) => index.idOf(each, datasetType) === dataset.id);
  return isIt ? [unseen(place, `publishes ${dataset.id}`, `who subscribes to ${id}`)] : [];
}
