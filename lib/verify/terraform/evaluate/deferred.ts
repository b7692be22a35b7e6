import { Unresolved, type Value } from '../../world/value';
import type { OpenVariable } from './open-variable';

/** Gives open variables their values. */
export type Assignment = (variable: string) => Value | undefined;

/** The result of an operation on open variables: known once they are. */
export class Deferred extends Unresolved {
  constructor(
    /** The operation as text; equal texts are equal operations. */
    readonly text: string,
    readonly operator: string,
    readonly args: readonly Value[],
    /** The variables that it hangs on, by name. */
    readonly variables: ReadonlyMap<string, OpenVariable>,
    /** The result once variables have values. */
    readonly compute: (assignment: Assignment) => Value,
    /** Whether the result holds a secret. @default - if one of the variables is one */
    secret: boolean = [...variables.values()].some((variable) => variable.secret),
  ) {
    super(`it hangs on ${[...variables.keys()].join(', ')}`, secret);
  }
}
