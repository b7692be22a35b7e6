import type { ArgumentTest } from '../rules/argument-test';
import { errno, type Verdict } from '../rules/verdict';
import { and, answer, type Instruction, jump, jumpIfEqual, load } from './instruction';

/** Answers of a filter, of linux/seccomp.h. */
export const answers = { allow: 0x7fff0000, fail: 0x00050000, killProcess: 0x80000000 } as const;

/** Where arguments begin in a `struct seccomp_data`, each of 8 bytes with the low half first. */
const firstArgument = 16;

/** Instructions that end with the answer to a system call whose number is known. */
export function judged({ passes, otherwise }: Verdict): readonly Instruction[] {
  return [...passes.flatMap(alternative), answer(answers.fail | errno[otherwise])];
}

/** Allows if all tests hold, and goes on behind if not. */
function alternative(tests: readonly ArgumentTest[]): readonly Instruction[] {
  return tests.reduceRight<readonly Instruction[]>(
    (rest, test) => tested(test, rest.length).concat(rest),
    [answer(answers.allow)],
  );
}

/** Goes on behind if a test holds, and `over` instructions further if not. */
function tested({ argument, mask, values, not = false }: ArgumentTest, over: number): Instruction[] {
  // a value that is met leads past the other values and the first jump
  const compared = values.map((value, at) => jumpIfEqual(value, values.length - at, 0));
  const ends = not ? [jump(1), jump(over)] : [jump(over)];
  return [load(firstArgument + 8 * argument), and(mask), ...compared, ...ends];
}
