import type { Json } from './json';

/** Levels of nesting that a template may have; those that people and tools write have a few dozen at most. */
export const deepest = 200;

/** Whether something is nested deeper than anybody writes; found without recursion, since recursion is what the depth would break. */
export function isTooDeep(value: Json): boolean {
  let level: object[] = typeof value === 'object' && value !== null ? [value] : [];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((each) => Object.values(each).filter((inner) => typeof inner === 'object' && inner !== null));
  }
  return false;
}
