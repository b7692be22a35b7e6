/** A value over all rounds: its median, and the quartiles, which tell how noisy it was. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The spread of values; throws if there is none. */
export function spread(values: readonly number[]): Spread {
  const sorted = ascending(values);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) };
}

/** The spread of quotients, each taken within one round, so that what else the machine did then meets both. */
export const ratios = (values: readonly number[], others: readonly number[]): Spread =>
  spread(paired(values, others, (value, other) => value / other));

/** The differences within each round. */
export const differences = (values: readonly number[], others: readonly number[]): readonly number[] =>
  paired(values, others, (value, other) => value - other);

function paired(left: readonly number[], right: readonly number[], combine: (a: number, b: number) => number): readonly number[] {
  return left.map((value, round) => {
    const other = right[round];
    if (other === undefined) throw new Error(`round ${round + 1} of a contender is missing`);
    return combine(value, other);
  });
}

export const median = (values: readonly number[]): number => quantile(ascending(values), 0.5);
const ascending = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);

/** The value below which that share of the values lies, between two of them if need be; `sorted` ascends and isn't empty. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) throw new Error('quantile needs at least one value, got none');
  return low + (high - low) * (place - Math.floor(place));
}
