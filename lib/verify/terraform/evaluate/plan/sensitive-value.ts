import { Unresolved } from '../../../world/value';
import type { Json } from '../../load/json';

/** A secret that stands in a plan: it is told to nobody, and only compared. */
export class SensitiveValue extends Unresolved {
  constructor(
    reason: string,
    readonly value: Json | undefined,
  ) {
    super(reason, true);
  }
}
