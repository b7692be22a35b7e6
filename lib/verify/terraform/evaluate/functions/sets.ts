import type { Value } from '../../../world/value';
import { keyOf } from '../operation';

/** Terraform orders text by its bytes. */
export const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The elements of one type that a list has after conversion: text, where numbers or truth values are mixed with text. */
export function unified(values: readonly Value[]): readonly Value[] {
  const kinds = new Set(values.filter((value) => typeof value !== 'object').map((value) => typeof value));
  if (kinds.size < 2) return values;
  return values.map((value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value));
}

/** A set, as the list that iterating it gives: each element once, sorted where elements are plain. */
export function asSet(values: readonly Value[]): readonly Value[] {
  const set = sorted(values);
  sets.add(set);
  return set;
}

const sets = new WeakSet<readonly Value[]>();

/** Whether a list is a set's: its elements are their own keys. */
export const isSet = (values: readonly Value[]): boolean => sets.has(values);

function sorted(values: readonly Value[]): readonly Value[] {
  const distinct = [...new Map(unified(values).map((value) => [keyOf(value), value])).values()];
  if (distinct.every((value) => typeof value === 'string')) return distinct.sort(byCodePoint);
  return distinct.every((value) => typeof value === 'number') ? distinct.sort((a, b) => a - b) : distinct;
}
