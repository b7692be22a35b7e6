import { absent } from './absent';
import { allowed } from './allowed';
import type { ArgumentTest } from './argument-test';
import { conditional } from './conditional';
import { denied } from './denied';

/** What becomes of a system call: it passes if all tests of one of `passes` hold, and fails with `otherwise` if not. */
export interface Verdict {
  readonly passes: readonly (readonly ArgumentTest[])[];
  readonly otherwise: Failure;
}

/** Errors of errno.h: "not permitted" and "no such system call". */
export type Failure = 'EPERM' | 'ENOSYS';

export const errno: Readonly<Record<Failure, number>> = { EPERM: 1, ENOSYS: 38 };

/** What becomes of a system call that no list names, as of one that is newer than them. */
export const unknown: Verdict = { passes: [], otherwise: 'ENOSYS' };

const always: Verdict = { passes: [[]], otherwise: 'EPERM' };
const never: Verdict = { passes: [], otherwise: 'EPERM' };

const words = (text: string) => text.trim().split(/\s+/);

/** What becomes of each system call that is known, by its name on whichever architecture has it. */
export const verdicts: ReadonlyMap<string, Verdict> = new Map<string, Verdict>([
  ...words(Object.values(allowed).join(' ')).map((name) => [name, always] as const),
  ...words(denied.map(({ names }) => names).join(' ')).map((name) => [name, never] as const),
  ...Object.keys(absent).map((name) => [name, unknown] as const),
  ...conditional.flatMap(({ names, passes }) => names.map((name) => [name, { passes, otherwise: 'EPERM' }] as const)),
]);
