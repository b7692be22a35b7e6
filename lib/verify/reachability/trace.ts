import type { Doubt } from '../world/doubt';
import type { Hop } from '../world/hop';

/** What lets one packet through, in its order, and what that hangs on. */
export interface Trace {
  readonly hops: readonly Hop[];
  readonly doubts: readonly Doubt[];
}

export const noTrace: Trace = { hops: [], doubts: [] };

export const joined = (traces: readonly Trace[]): Trace => ({
  hops: traces.flatMap((trace) => trace.hops),
  doubts: traces.flatMap((trace) => trace.doubts),
});

/** A trace that hangs on a fact as well. */
export const hanging = (trace: Trace, doubt: Doubt | undefined): Trace =>
  doubt ? { ...trace, doubts: [...trace.doubts, doubt] } : trace;

/** The trace that hangs on less; on as much, the shorter one. */
export function better(left: Trace | undefined, right: Trace | undefined): Trace | undefined {
  if (!left || !right) return left ?? right;
  return compare(left, right) <= 0 ? left : right;
}

/** Negative if `left` hangs on less than `right`, or on as much and is shorter. */
export const compare = (left: Trace, right: Trace): number =>
  left.doubts.length - right.doubts.length || left.hops.length - right.hops.length;

/** Doubts, each once. */
export const distinct = (doubts: readonly Doubt[]): Doubt[] => [
  ...new Map(doubts.map((doubt) => [doubt.reason, doubt])).values(),
];

const together: Doubt = { reason: 'it hangs on how several doubts come out together' };

/** The doubts of what is only possible, which is never without any. */
export const unsure = (doubts: readonly Doubt[]): Doubt[] => (doubts.length > 0 ? distinct(doubts) : [together]);
