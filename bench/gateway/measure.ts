import type { Generator } from '../generators/generator';
import { processorTime } from '../processes';
import type { RunningGateway } from './running-gateway';

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

/** Connections at once while requests per second are counted. */
export const manyConnections = 32;

/** Two slices of load: one connection for the latency, and many. */
export async function measureGateway(running: RunningGateway, generator: Generator): Promise<Measured> {
  const { p50, p99 } = await slice(running, generator, 1);
  const { requests, seconds, processor } = await slice(running, generator, manyConnections);
  return { p50, p99, rate: requests / seconds, ...(processor !== undefined && { processor: processor / requests }) };
}

async function slice({ target, pid, sliceSeconds = 1 }: RunningGateway, generator: Generator, connections: number) {
  const used = () => (pid === undefined ? undefined : processorTime(pid));
  const before = used();
  const sample = await generator.run(target, connections, sliceSeconds);
  const after = used();
  return { ...sample, processor: before === undefined || after === undefined ? undefined : after - before };
}
