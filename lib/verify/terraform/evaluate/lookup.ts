import { Unresolved, type Value } from '../../world/value';

/** Something whose attributes are evaluated when they are asked for: `var`, `local`, a module, a type of resource. */
export class Lookup extends Unresolved {
  constructor(
    reason: string,
    readonly get: (name: string) => Value,
    /** The names that it has, where they are known. */
    readonly names?: () => readonly string[],
  ) {
    super(reason);
  }
}
