import type { PolicyDocument } from './schema';

/** `enforce`, or the day (`YYYY-MM-DD`) at whose start, 00:00 UTC, what is outside the policy is denied again. */
export type Enforcement = 'enforce' | { readonly reportUntil: string };

/** What holds now: a report whose day has come enforces. */
export function enforcementOf(written: PolicyDocument['enforcement'] = 'enforce'): Enforcement {
  if (written === 'enforce' || hasEnded(written.report.until)) return 'enforce';
  return { reportUntil: written.report.until };
}

/** Whether `day` (`YYYY-MM-DD`) has begun in UTC. */
export const hasEnded = (day: string): boolean => Date.parse(`${day}T00:00:00Z`) <= Date.now();
