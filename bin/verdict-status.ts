import type { Verdict } from '../lib/verify/verdict/verdict';

/** The status that a command ends with for a verdict; scripts depend on it. */
export const verdictStatus: Readonly<Record<Verdict, number>> = { proven: 0, refuted: 1, unknown: 2 };
