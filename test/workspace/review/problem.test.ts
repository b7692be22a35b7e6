import { openSync } from 'node:fs';
import { expect, test } from 'vitest';
import { problemOf } from '../../../lib/workspace/review/problem';

const failed = (code: string, message: string) =>
  Object.assign(new Error(`${code}: ${message}, open '/proc/self/fd/22/a\n, open 'b'`), { code, syscall: 'open' });

test.each([
  ['EACCES', 'permission denied', /^its folder or what is there may not be changed by you: .*\(EACCES: permission denied\)$/],
  ['EPERM', 'operation not permitted', /^its folder .*\(EPERM: operation not permitted\)$/],
  ['ENOSPC', 'no space left on device', /^ENOSPC: no space left on device$/],
])('%s is told without a path that only this process has', (code, message, told) => {
  expect(problemOf(failed(code, message))).toMatch(told);
});

test('a real one too, and what is no error of the system as it is', () => {
  const tried = () => openSync(`/proc/self/fd/${2 ** 20}/x`, 'r');
  expect(tried).toThrow(/proc/);
  try {
    tried();
  } catch (error) {
    expect(problemOf(error as Error)).toBe('ENOENT: no such file or directory');
  }
  expect(problemOf(new Error("it is run by git, got '.git'"))).toBe("it is run by git, got '.git'");
});
