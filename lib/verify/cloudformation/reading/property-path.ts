import { isFields, type Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';

/** The values at a dotted path such as `VpcConfig.SubnetIds`; lists on the way are walked through, the last one is left whole. */
export function valuesAt(index: ResourceIndex, from: Value | undefined, path: string): readonly Value[] {
  const [name = '', ...rest] = path.split('.');
  const values = index.elements(from).flatMap((each) => (isFields(each) ? [each[name]] : []));
  const present = values.filter((value): value is Value => value !== undefined && value !== null);
  return rest.length === 0 ? present : present.flatMap((each) => valuesAt(index, each, rest.join('.')));
}

/** The first value at any of the paths. */
export const firstAt = (index: ResourceIndex, from: Value | undefined, paths: readonly string[]): Value | undefined =>
  paths.flatMap((path) => valuesAt(index, from, path)).find((value) => index.elements(value).length > 0);

/** All elements at the paths. */
export const elementsAt = (index: ResourceIndex, from: Value | undefined, paths: readonly string[]): readonly Value[] =>
  paths.flatMap((path) => valuesAt(index, from, path)).flatMap((value) => index.elements(value));
