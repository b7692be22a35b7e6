import type { Doubt } from '../../world/doubt';
import type { Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';

/** A rule's priority; one that can't be told counts as the first, in doubt. */
export function priorityOf(
  index: ResourceIndex,
  property: Value | undefined,
  otherwise: number,
): { readonly priority: number; readonly doubt?: Doubt } {
  const value = index.follow(property);
  if (value === undefined || value === null) return { priority: otherwise };
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  if (Number.isInteger(number)) return { priority: number };
  return { priority: -1, doubt: { reason: `the priority ${index.keyOf(value)} isn't known` } };
}
