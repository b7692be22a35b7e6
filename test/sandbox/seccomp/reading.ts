import { systemCalls } from '../../../lib/sandbox/seccomp/numbers/system-calls';
import type { ArgumentTest } from '../../../lib/sandbox/seccomp/rules/argument-test';
import { unknown, type Verdict, verdicts } from '../../../lib/sandbox/seccomp/rules/verdict';

export type Outcome = 'passes' | 'EPERM' | 'ENOSYS';

/** What the rules say of a system call, read one by one. */
export function read(name: string, args: readonly bigint[]): Outcome {
  const { passes, otherwise }: Verdict = verdicts.get(name) ?? unknown;
  return passes.some((tests) => tests.every((test) => holds(test, args))) ? 'passes' : otherwise;
}

export function holds({ argument, mask, values, not }: ArgumentTest, args: readonly bigint[]): boolean {
  const seen = ((args[argument] ?? 0n) % 2n ** 32n) & BigInt(mask);
  return values.some((value) => BigInt(value) === seen) !== (not ?? false);
}

/** Name of a system call, or a name that none has. */
export function nameOf(architecture: 'x64' | 'arm64', number: number): string {
  return [...systemCalls[architecture]].find(([, each]) => each === number)?.[0] ?? `number ${number}`;
}
