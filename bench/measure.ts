import type { Running } from './contender';
import type { Generator, Sample } from './generators/generator';
import { processorTime } from './processor-time';
import { roundOrders } from './round-orders';

/** What one round gave for one contender. */
export interface Measured {
  /** Microseconds, one connection. */
  readonly p50: number;
  /** Microseconds, one connection. */
  readonly p99: number;
  /** Requests a second, many connections. */
  readonly rate: number;
  /** Microseconds of the contender's own processor time a request, many connections; undefined where that isn't known. */
  readonly processor?: number;
}

/** How long and how often. A round is two slices of each contender: one connection, and many. */
export interface Plan {
  readonly rounds: number;
  readonly sliceSeconds: number;
  /** Connections at once while requests per second are counted. */
  readonly connections: number;
}

/** Everything measured: one list a contender, one entry a round. */
export type Rounds = ReadonlyMap<string, readonly Measured[]>;

export interface MeasureProps {
  readonly running: ReadonlyMap<string, Running>;
  readonly generator: Generator;
  readonly plan: Plan;
  /** Told before each round. */
  readonly progress: (line: string) => void;
  /** Ends it with an error between two slices. */
  readonly signal: AbortSignal;
}

/** Measures all contenders in turn, in many short rounds, so that what else the machine does meets all of them alike. */
export async function measure({ running, generator, plan, progress, signal }: MeasureProps): Promise<Rounds> {
  const rounds = new Map<string, Measured[]>([...running.keys()].map((name) => [name, []]));
  for (const [index, order] of roundOrders([...running], plan.rounds).entries()) {
    progress(`round ${index + 1} of ${plan.rounds}`);
    for (const [name, each] of order) {
      signal.throwIfAborted();
      rounds.get(name)?.push(await measureOnce(each, generator, plan));
    }
  }
  return rounds;
}

async function measureOnce(running: Running, generator: Generator, { sliceSeconds, connections }: Plan): Promise<Measured> {
  const { p50, p99 } = await slice(running, generator, 1, sliceSeconds);
  const busy = await slice(running, generator, connections, sliceSeconds);
  const { requests, seconds, processor } = busy;
  return { p50, p99, rate: requests / seconds, ...(processor !== undefined && { processor: processor / requests }) };
}

async function slice({ target, pid }: Running, generator: Generator, connections: number, seconds: number) {
  const used = () => (pid === undefined ? undefined : processorTime(pid));
  const before = used();
  const sample: Sample = await generator.run(target, connections, seconds);
  const after = used();
  return { ...sample, processor: before === undefined || after === undefined ? undefined : after - before };
}
