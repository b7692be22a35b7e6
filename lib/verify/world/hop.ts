import { type Place, within } from './place';

/** One step of a path: a resource, and what about it lets traffic or a permission through. */
export interface Hop extends Place {
  /** Lower case, without a final period: `routes 0.0.0.0/0 to the NAT gateway`. */
  readonly why: string;
}

/** The step that a place makes; `steps` lead to the part of it that matters. */
export const hop = (place: Place, why: string, ...steps: readonly (string | number)[]): Hop => ({
  ...within(place, ...steps),
  why,
});
