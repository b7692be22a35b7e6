import type { Rounds } from '../interleaved';
import { differences, median, ratios, type Spread, spread } from '../statistics';
import type { Measured } from './measure';

/** What a contender adds to a request that takes another way. */
export interface Added {
  /** The other way's name. */
  readonly to: string;
  /** Microseconds of p50. */
  readonly latency: Spread;
  /** The same over what the yardstick adds; absent without a yardstick. */
  readonly ratio?: Spread;
}

/** One contender's results. Differences and ratios are taken within each round, against what ran beside it. */
export interface Result {
  readonly name: string;
  /** Microseconds at one connection. */
  readonly p50: number;
  /** Microseconds at one connection. */
  readonly p99: number;
  /** One entry a baseline; empty for a baseline itself. */
  readonly added: readonly Added[];
  /** Requests a second at many connections. */
  readonly rate: number;
  /** Requests a second over the yardstick's; absent without a yardstick. */
  readonly rateRatio?: Spread;
  /** Microseconds of its own processor time a request, at many connections. */
  readonly processor?: number;
}

/** Names of what is compared with. */
export interface Against {
  /** What adds nothing. */
  readonly baselines: readonly string[];
  /** What the ratios are to. */
  readonly yardstick: string;
}

/** The results, in the order of the rounds' names. */
export function summarize(rounds: Rounds<Measured>, against: Against): readonly Result[] {
  return [...rounds].map(([name, own]) => {
    const processor = own.flatMap(({ processor }) => (processor === undefined ? [] : [processor]));
    return {
      name,
      p50: median(latencies(own)),
      p99: median(own.map(({ p99 }) => p99)),
      rate: median(rates(own)),
      ...(against.baselines.includes(name) ? { added: [] } : comparisons(own, rounds, against)),
      ...(processor.length > 0 && { processor: median(processor) }),
    };
  });
}

function comparisons(own: readonly Measured[], rounds: Rounds<Measured>, { baselines, yardstick }: Against) {
  const other = rounds.get(yardstick);
  const added = baselines.flatMap((to): Added[] => {
    const base = rounds.get(to);
    if (!base) return [];
    const latency = addedTo(base, own);
    return [{ to, latency: spread(latency), ...(other && { ratio: ratios(latency, addedTo(base, other)) }) }];
  });
  return { added, ...(other && { rateRatio: ratios(rates(own), rates(other)) }) };
}

const addedTo = (base: readonly Measured[], own: readonly Measured[]) => differences(latencies(own), latencies(base));
const latencies = (rounds: readonly Measured[]): readonly number[] => rounds.map(({ p50 }) => p50);
const rates = (rounds: readonly Measured[]): readonly number[] => rounds.map(({ rate }) => rate);
