import type { Value } from '../../world/value';
import type { Run } from './run';

/** What names mean where an expression stands. */
export interface Scope {
  readonly run: Run;
  readonly name: (name: string) => Value;
}

/** A scope with names of its own over another's. */
export function scopeWith(scope: Scope, names: Readonly<Record<string, Value>>): Scope {
  return { run: scope.run, name: (name) => (Object.hasOwn(names, name) ? (names[name] as Value) : scope.name(name)) };
}
