import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { type Architecture, systemCalls } from '../../../lib/sandbox/seccomp/numbers/system-calls';

/** The kernel's own headers for each, and what arm64 sets before it reads the one that many architectures share. */
const headers: Readonly<Record<Architecture, readonly string[]>> = {
  x64: ['asm/unistd_64.h'],
  arm64: [
    ...['asm-generic/unistd.h', '-D__BITS_PER_LONG=64', '-D__ARCH_WANT_RENAMEAT', '-D__ARCH_WANT_NEW_STAT'],
    ...['-D__ARCH_WANT_SET_GET_RLIMIT', '-D__ARCH_WANT_MEMFD_SECRET', '-D__ARCH_WANT_SYS_CLONE3'],
  ],
};

/** Numbers by name as this machine's headers have them; none where it has no preprocessor or not this header. */
function numbersOf(architecture: Architecture): ReadonlyMap<string, number> {
  const [header, ...options] = headers[architecture];
  const { stdout } = spawnSync('cpp', ['-dM', ...options], { input: `#include <${header}>\n`, encoding: 'utf8' });
  const defined = new Map([...(stdout ?? '').matchAll(/^#define (__NR\w+) (\w+)$/gm)].map(([, name, value]) => [name, value]));
  const end = (value = ''): string => (defined.has(value) ? end(defined.get(value)) : value);
  const all = [...defined].map(([name = '', value]) => [name.replace(/^__NR_/, ''), Number(end(value))] as const);
  return new Map(all.filter(([name]) => !/^__NR3264|^(syscalls|arch_specific_syscall)$/.test(name)));
}

for (const architecture of ['x64', 'arm64'] as const) {
  const known = numbersOf(architecture);
  const skipped = known.size === 0 ? " (skipped: this machine lacks the kernel's headers or cpp)" : '';

  test.skipIf(skipped)(`numbers for ${architecture} are those of the kernel's headers${skipped}`, () => {
    const ours = systemCalls[architecture];
    expect(known.size).toBeGreaterThan(300);
    expect([...known].filter(([name, number]) => ours.has(name) && ours.get(name) !== number)).toEqual([]);
    // those of 335 and 336, and from 451 on, are newer than some headers
    const missing = [...known.keys()].filter((name) => !ours.has(name));
    const extra = [...ours].filter(([name, number]) => !known.has(name) && ![335, 336].includes(number) && number < 451);
    expect({ missing: missing.filter((name) => (known.get(name) ?? 0) < 470), extra }).toEqual({ missing: [], extra: [] });
  });
}

test.each(['x64', 'arm64'] as const)('no number of %s is had twice', (architecture) => {
  const numbers = [...systemCalls[architecture].values()];
  expect(new Set(numbers).size).toBe(numbers.length);
});
