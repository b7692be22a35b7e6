import type { DestinationDocument } from '../schema';

/** One thing wrong with a destination: the place in it, and a message to follow the destination's name. */
export interface Flaw {
  readonly at: readonly PropertyKey[];
  readonly message: string;
}

/** Judges one destination by itself. */
export type DestinationCheck = (destination: DestinationDocument) => readonly Flaw[];

/** A flaw for every value that is there twice. */
export function duplicates(values: readonly (string | number)[], at: readonly PropertyKey[], what: string): Flaw[] {
  const first = new Map([...values.entries()].reverse().map(([index, value]) => [value, index]));
  return [...values.entries()]
    .filter(([index, value]) => first.get(value) !== index)
    .map(([index, value]) => ({ at: [...at, index], message: `${what} is listed twice: remove one, got '${value}'` }));
}

/** What a parser's Error says about a value, or nothing if it takes the value. */
export function refusalOf(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
