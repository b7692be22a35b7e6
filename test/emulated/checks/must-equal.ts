import { isDeepStrictEqual } from 'node:util';

/** One message if two values differ; none if they are equal. */
export function mustEqual(what: string, got: unknown, expected: unknown): string[] {
  if (isDeepStrictEqual(got, expected)) return [];
  return [`${what} must be ${JSON.stringify(expected)}, got ${JSON.stringify(got)}`];
}

/** One message if two lists don't hold the same, in whatever order. */
export const mustHold = (what: string, got: readonly string[], expected: readonly string[]): string[] =>
  mustEqual(what, [...got].sort(), [...expected].sort());
