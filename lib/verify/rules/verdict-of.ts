import type { Doubt } from '../world/doubt';

/** Doubt is `unknown`; without any, what was found refutes. */
export const verdictOf = (doubts: readonly (Doubt | undefined)[]): 'refuted' | 'unknown' =>
  doubts.some((doubt) => doubt !== undefined) ? 'unknown' : 'refuted';

/** The doubts as the end of a message, or nothing. */
export function because(doubts: readonly (Doubt | undefined)[]): string {
  const reasons = new Set(doubts.flatMap((doubt) => (doubt ? [doubt.reason] : [])));
  return reasons.size > 0 ? `; not known: ${[...reasons].sort().join('; ')}` : '';
}
