import { type Fields, isFields, type Value } from '../world/value';
import { blocks } from './evaluate/blocks';
import type { ResourceIndex } from './resource-index';

/** The nested blocks that a dotted path leads to: `template.vpc_access`. */
export const blocksAt = (index: ResourceIndex, fields: Fields, path: string): readonly Fields[] =>
  path
    .split('.')
    .reduce<readonly Fields[]>((found, name) => found.flatMap((block) => blocks(index.follow(block[name]))), [fields]);

/** The arguments that a dotted path leads to; those that are left out or null are missing. */
export function valuesAt(index: ResourceIndex, fields: Fields, path: string): readonly Value[] {
  const end = path.lastIndexOf('.');
  const parents = end < 0 ? [fields] : blocksAt(index, fields, path.slice(0, end));
  return parents.flatMap((block) => {
    const value = block[path.slice(end + 1)];
    return value === undefined || value === null ? [] : [value];
  });
}

/** The one argument that a dotted path leads to. */
export const valueAt = (index: ResourceIndex, fields: Fields, path: string): Value | undefined =>
  valuesAt(index, fields, path)[0];

/** The entries of a map. */
export function entriesOf(index: ResourceIndex, property: Value | undefined): readonly (readonly [string, Value])[] {
  const value = index.follow(property);
  return isFields(value) ? Object.entries(value) : [];
}
