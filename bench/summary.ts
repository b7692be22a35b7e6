import type { Measured, Rounds } from './measure';

/** A value over all rounds: its median, and the quartiles, which tell how noisy it was. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

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
export function summarize(rounds: Rounds, against: Against): readonly Result[] {
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

function comparisons(own: readonly Measured[], rounds: Rounds, { baselines, yardstick }: Against) {
  const other = rounds.get(yardstick);
  const added = baselines.flatMap((to): Added[] => {
    const base = rounds.get(to);
    if (!base) return [];
    const latency = addedTo(base, own);
    return [{ to, latency: spread(latency), ...(other && { ratio: spread(paired(latency, addedTo(base, other), divide)) }) }];
  });
  return { added, ...(other && { rateRatio: spread(paired(rates(own), rates(other), divide)) }) };
}

const latencies = (rounds: readonly Measured[]): readonly number[] => rounds.map(({ p50 }) => p50);
const rates = (rounds: readonly Measured[]): readonly number[] => rounds.map(({ rate }) => rate);
const divide = (a: number, b: number): number => a / b;

function addedTo(base: readonly Measured[], own: readonly Measured[]): readonly number[] {
  return paired(latencies(own), latencies(base), (a, b) => a - b);
}

function paired(left: readonly number[], right: readonly number[], combine: (a: number, b: number) => number): readonly number[] {
  return left.map((value, round) => {
    const other = right[round];
    if (other === undefined) throw new Error(`round ${round + 1} of a contender is missing`);
    return combine(value, other);
  });
}

function spread(values: readonly number[]): Spread {
  const sorted = ascending(values);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) };
}

const median = (values: readonly number[]): number => quantile(ascending(values), 0.5);
const ascending = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);

/** The value below which that share of the values lies, between two of them if need be; `sorted` ascends and isn't empty. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) throw new Error('quantile needs at least one value, got none');
  return low + (high - low) * (place - Math.floor(place));
}
