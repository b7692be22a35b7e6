import type { Conditions } from './part';

/** Everything measured: one list a contender, one entry a round. */
export type Rounds<Measured> = ReadonlyMap<string, readonly Measured[]>;

interface InterleavedProps<Running, Measured> extends Pick<Conditions, 'progress' | 'signal'> {
  readonly running: ReadonlyMap<string, Running>;
  readonly rounds: number;
  readonly measure: (running: Running) => Promise<Measured>;
}

/** Measures all contenders in turn, in many short rounds, so that what else the machine does meets all of them alike. */
export async function interleaved<Running, Measured>(props: InterleavedProps<Running, Measured>): Promise<Rounds<Measured>> {
  const { running, rounds, measure, progress, signal } = props;
  const measured = new Map<string, Measured[]>([...running.keys()].map((name) => [name, []]));
  for (const [index, order] of roundOrders([...running], rounds).entries()) {
    progress(`round ${index + 1} of ${rounds}`);
    for (const [name, each] of order) {
      signal.throwIfAborted();
      measured.get(name)?.push(await measure(each));
    }
  }
  return measured;
}

/** The order of each round: as given, and back again, so that a slow drift meets all alike. */
export function roundOrders<T>(items: readonly T[], rounds: number): readonly (readonly T[])[] {
  return Array.from({ length: rounds }, (_, round) => (round % 2 === 0 ? items : [...items].reverse()));
}
