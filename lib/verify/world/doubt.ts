import type { Place } from './place';

/**
 * Why a fact can't be settled from the inputs: it hangs on something outside them, or on a type that isn't modelled.
 *
 * An allowing fact in doubt counts as absent where a leak is to be certain, and as present where a leak is to be excluded; a denying fact the
 * other way round. So doubt can end in `unknown` only, never in `proven` or `refuted`.
 */
export interface Doubt {
  /** Names what would have to be known: `subnet 'subnet-0abc' isn't in the inputs`. */
  readonly reason: string;
  readonly place?: Place;
}
