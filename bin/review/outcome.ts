import type { Change } from '../../lib/workspace/review/change';
import type { Outcome, Review } from '../../lib/workspace/review/review';
import { visible } from '../../lib/workspace/review/visible';
import { usable } from '../usable';
import { changeLine } from './change-lines';

/** Says what became of changes, a line for each that still waits, and returns the status: 0 if none of them does, 1 otherwise. */
export function applied(review: Review, names: readonly string[], say: (line: string) => void): number {
  const outcomes = usable(() => review.apply(names));
  const refused = outcomes.filter(({ problem }) => problem !== undefined);
  for (const outcome of refused) say(refusalLine(outcome));
  say(`${counted(outcomes.length - refused.length)} applied${waitingText(review)}`);
  return refused.length === 0 ? 0 : 1;
}

/** Says how many changes are discarded; what is named waits no longer. */
export function discarded(review: Review, names: readonly string[], say: (line: string) => void): number {
  const before = review.changes.length;
  usable(() => review.discard(names));
  say(`${counted(before - review.changes.length)} discarded${waitingText(review)}`);
  return 0;
}

/** Lists changes; the status is 1 if there are any, as that of diff(1). */
export function listed(changes: readonly Change[], say: (line: string) => void): number {
  for (const change of changes) say(changeLine(change));
  return changes.length === 0 ? 0 : 1;
}

export const counted = (count: number): string => (count === 1 ? '1 change' : `${count} changes`);

const refusalLine = ({ change, problem = '' }: Outcome): string => `not applied: ${visible(change.path)}: ${visible(problem)}`;

const waitingText = ({ changes }: Review): string => (changes.length === 0 ? '' : `, ${counted(changes.length)} waiting`);
