import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filterProgram, seccompFilter } from '../../../lib/sandbox/seccomp/bpf/filter';
import { systemCalls } from '../../../lib/sandbox/seccomp/numbers/system-calls';
import { conditional } from '../../../lib/sandbox/seccomp/rules/conditional';
import { argumentsOfCalls } from './calls';
import { interpreted } from './interpreted';
import { nameOf, type Outcome, read } from './reading';

const audit = { x64: 0xc000003e, arm64: 0xc00000b7 } as const;
const answers: Readonly<Record<Outcome, number>> = { passes: 0x7fff0000, EPERM: 0x50001, ENOSYS: 0x50026 };
const killProcess = 0x80000000;
const nothing = Array.from({ length: 6 }, () => 0n);

describe.each(['x64', 'arm64'] as const)('the filter for %s', (architecture) => {
  const filter = seccompFilter(architecture);
  const answered = (number: number, args: readonly bigint[]) =>
    interpreted(filter, { architecture: audit[architecture], number, args });

  test('says of every number what the rules say', () => {
    const numbers = Array.from({ length: 601 }, (_, number) => number);
    fc.assert(
      fc.property(argumentsOfCalls, (args) => {
        const wrong = numbers.filter((number) => answered(number, args) !== answers[read(nameOf(architecture, number), args)]);
        expect(wrong.map((number) => nameOf(architecture, number))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  const names = conditional.flatMap((each) => each.names).filter((name) => systemCalls[architecture].has(name));

  test.each(names)('says of %s with any arguments what the rules say', (name) => {
    const number = systemCalls[architecture].get(name) ?? -1;
    fc.assert(
      fc.property(argumentsOfCalls, (args) => {
        expect(answered(number, args)).toBe(answers[read(name, args)]);
      }),
      { numRuns: 2000 },
    );
  });

  test('says of numbers beyond all tables that there is no such system call', () => {
    for (const number of [470, 1000, 0x3fffffff, 0xffffffff]) expect(answered(number, nothing)).toBe(answers.ENOSYS);
  });

  test.each(['x64', 'arm64', 'i386'] as const)('kills for system calls of %s if that is another', (other) => {
    const number = 0x40000003;
    const code = { ...audit, i386: 0x40000003 }[other];
    for (const each of [0, 1, number]) {
      const answer = interpreted(filter, { architecture: code, number: each, args: nothing });
      if (other === architecture) expect(answer === killProcess).toBe(architecture === 'x64' && each === number);
      else expect(answer).toBe(killProcess);
    }
  });

  test('is one that the kernel takes: short enough, with every jump inside', () => {
    const program = filterProgram(architecture);
    expect(program.length).toBeLessThan(4096);
    for (const [at, { code, whenTrue, whenFalse, value }] of program.entries()) {
      const over = code === 0x05 ? value : Math.max(whenTrue, whenFalse);
      expect(Math.max(whenTrue, whenFalse)).toBeLessThan(256);
      expect(at + 1 + over).toBeLessThan(program.length + (code === 0x06 ? 1 : 0));
    }
  });
});

test.each(['riscv64', 'ia32', 'arm', ''])('there is none for %s', (architecture) => {
  expect(() => seccompFilter(architecture)).toThrow(`system calls can be filtered on x64 and arm64 only, got '${architecture}'`);
});
