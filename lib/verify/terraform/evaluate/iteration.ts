import { isFields, isSymbol, type Value } from '../../world/value';
import { byCodePoint, isSet } from './functions/sets';
import type { Run } from './run';

/** What `visit` makes of each element, a map's in the order of its keys; undefined if the elements are not known. */
export function iterated(value: Value, run: Run, visit: (key: Value, value: Value) => Value): readonly Value[] | undefined {
  if (isSymbol(value) || typeof value !== 'object' || value === null) return undefined;
  if (!run.spend(Object.keys(value).length)) return undefined;
  if (isFields(value))
    return Object.keys(value)
      .sort(byCodePoint)
      .map((key) => visit(key, value[key] as Value));
  return value.map((item: Value, index: number) => visit(isSet(value) ? item : index, item));
}
