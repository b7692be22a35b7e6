import { Text, Unresolved, type Value } from '../world/value';

/** Whether a value may name something that the inputs make, and doesn't say what: a variable names something else, a data source may look up what the inputs make. */
export function mayBeOwn(value: Value | undefined): boolean {
  if (value instanceof Unresolved) return !/isn't (in the inputs|given)/.test(value.reason);
  return value instanceof Text && value.parts.some((part) => part instanceof Unresolved && mayBeOwn(part));
}
