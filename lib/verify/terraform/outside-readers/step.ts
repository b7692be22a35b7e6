import type { Doubt } from '../../world/doubt';
import { type Hop, hop } from '../../world/hop';
import type { Place } from '../../world/place';
import type { Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';

/** How what is put into a thing goes on: to another thing of the inputs, or out of what they make. */
export interface Step {
  readonly hop: Hop;
  /** The id of the resource that takes it. @default - somebody outside does */
  readonly to?: string;
  readonly doubt?: Doubt;
}

/** A step to what a value names; what the inputs don't make may be anybody's. */
export function stepTo(index: ResourceIndex, place: Place, verb: string, value: Value | undefined, ...types: string[]): Step[] {
  if (value === undefined || value === null || value === '') return [];
  const to = types.map((type) => index.idOf(value, type)).find((id) => id !== undefined);
  const name = to ?? index.keyOf(value) ?? 'something';
  const step = { hop: hop(place, `${verb} ${name}`) };
  return [to === undefined ? { ...step, doubt: { reason: `who reads ${name} isn't in the inputs`, place } } : { ...step, to }];
}
