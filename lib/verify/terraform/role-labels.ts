import type { MarkedResource } from '../roles/role-metadata';
import { UnusableInput } from '../unusable-input';
import type { Value } from '../world/value';
import type { Resource } from '../world/world';
import { blocksAt, entriesOf } from './nested-blocks';
import { oncePerIndex } from './once-per-index';
import type { ResourceIndex } from './resource-index';

/** Where resources state labels of their own, or of what they start. */
const places = ['', 'template', 'template.template', 'metadata', 'template.metadata'];

/**
 * The resources that the label `agent-airlock` calls an agent or a proxy: a plan keeps labels, and nothing of what a configuration says under
 * `"//"`. Throws an UnusableInput for another value, as nobody would be judged then.
 */
export const labelledResources = oncePerIndex((index): readonly MarkedResource[] =>
  [...index.world.resources.values()].flatMap((resource) => {
    const [role, ...others] = new Set(labelsOf(index, resource).map((value) => roleOf(index, resource, value)));
    if (others.length > 0) throw new UnusableInput(`${resource.id} has labels agent-airlock of both values: leave one`);
    return role === undefined ? [] : [{ resource, role, fields: {} }];
  }),
);

const labelsOf = (index: ResourceIndex, { properties }: Resource): readonly Value[] =>
  places
    .flatMap((place) => (place === '' ? [properties] : blocksAt(index, properties, place)))
    .flatMap(({ labels }) => entriesOf(index, labels))
    .flatMap(([name, value]) => (name === 'agent-airlock' && value !== null ? [value] : []));

function roleOf(index: ResourceIndex, { id }: Resource, value: Value): 'agent' | 'proxy' {
  const label = index.follow(value);
  if (label === 'agent' || label === 'proxy') return label;
  throw new UnusableInput(`the label agent-airlock of ${id} must be agent or proxy, got '${index.keyOf(value) ?? ''}'`);
}
