import type { Conditions } from './part';

/** Everything measured: one list a contender, one entry a round. */
export type Rounds<Measured> = ReadonlyMap<string, readonly Measured[]>;

interface InterleavedProps<Running, Measured> extends Pick<Conditions, 'progress' | 'signal'> {
  readonly running: ReadonlyMap<string, Running>;
  readonly rounds: number;
  readonly measure: (running: Running) => Promise<Measured>;
}

/** What was measured of those that went through all rounds, and why the others didn't. */
export interface Interleaved<Measured> {
  readonly rounds: Rounds<Measured>;
  readonly failed: ReadonlyMap<string, string>;
}

/**
 * Measures all contenders in turn, in many short rounds, so that what else the machine does meets all of them alike. One that fails is asked
 * once more; if it fails again, it is left out.
 */
export async function interleaved<Running, Measured>(props: InterleavedProps<Running, Measured>): Promise<Interleaved<Measured>> {
  const { running, rounds, measure, progress, signal } = props;
  const measured = new Map<string, Measured[]>([...running.keys()].map((name) => [name, []]));
  const failed = new Map<string, string>();
  for (const [index, order] of roundOrders([...running], rounds).entries()) {
    progress(`round ${index + 1} of ${rounds}`);
    for (const [name, each] of order.filter(([name]) => measured.has(name))) {
      signal.throwIfAborted();
      const again = (error: Error) => {
        progress(`${name}, once more: ${error.message}`);
        return measure(each);
      };
      const one = await measure(each)
        .catch(again)
        .catch((error: Error) => void failed.set(name, error.message));
      if (one === undefined) measured.delete(name);
      else measured.get(name)?.push(one);
    }
  }
  return { rounds: measured, failed };
}

/** The order of each round: as given, and back again, so that a slow drift meets all alike. */
export function roundOrders<T>(items: readonly T[], rounds: number): readonly (readonly T[])[] {
  return Array.from({ length: rounds }, (_, round) => (round % 2 === 0 ? items : [...items].reverse()));
}
