import { admitsOne, type Truth } from '../../choice/truth';
import { AnyOf, type Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';

/** Whether a property may have one of the `wanted` values (in lower case); `otherwise` tells what leaving it out means. */
export function truth(index: ResourceIndex, property: Value | undefined, wanted: readonly string[], otherwise: boolean): Truth {
  const value = index.follow(property);
  if (value === undefined || value === null) return otherwise;
  if (value instanceof AnyOf) return admitsOne(value, wanted);
  if (typeof value === 'object') return { reason: `${index.keyOf(value)} isn't known` };
  return wanted.includes(String(value).toLowerCase());
}
