import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseNamedSource, readSource, secretIn } from '../../lib/runtime/secrets/secret-source';
import { put, scratchFolder } from './scratch';

const folder = scratchFolder();

describe('a mapping', () => {
  test.each([
    ['key=file:/run/key', { name: 'key', source: { kind: 'file', path: '/run/key' } }],
    ['key=file:key.txt', { name: 'key', source: { kind: 'file', path: resolve('key.txt') } }],
    ['key=file:/a:b=c', { name: 'key', source: { kind: 'file', path: '/a:b=c' } }],
    ['key=env:KEY', { name: 'key', source: { kind: 'environment', variable: 'KEY' } }],
  ])('%s is read', (text, named) => {
    expect(parseNamedSource(text)).toEqual(named);
  });

  test.each([
    '',
    'key',
    'key=',
    'key=file:',
    'key=env:',
    'key=/run/key',
    'key=sk-ant-1',
    '=file:/x',
    'Key=file:/x',
    'key=FILE:/x',
    'a b=env:X',
    ' key=env:X',
  ])("'%s' is none", (text) => {
    expect(parseNamedSource(text)).toBeUndefined();
  });
});

describe('a secret', () => {
  test.each(['sk-1', 'sk-1\n', 'sk-1\r\n', 'sk-1\n\n'])('%j is sk-1', (text) => {
    expect(secretIn(text)).toBe('sk-1');
  });

  test.each([
    ['', 'it is empty'],
    ['\n\n', 'it is empty'],
    ['sk-1\nsk-2', 'it must be one line of printable ASCII'],
    ['sk-1\r\nx-admin: yes', 'it must be one line of printable ASCII'],
    ['sk-1\0', 'it must be one line of printable ASCII'],
    ['sk\t1', 'it must be one line of printable ASCII'],
    ['\u001b[31msk', 'it must be one line of printable ASCII'],
    ['sk-é', 'it must be one line of printable ASCII'],
    ['\ufeffsk-1', 'it must be one line of printable ASCII'],
    [' \n', 'it is only spaces'],
  ])('%j is refused', (text, why) => {
    expect(() => secretIn(text)).toThrow(why);
  });
});

describe('a source', () => {
  const fileSource = (path: string) => ({ kind: 'file', path }) as const;

  test('gives the text of its file or variable as it is', async () => {
    expect(await readSource(fileSource(put(folder, 'key', 'sk-1\n')))).toBe('sk-1\n');
    expect(await readSource({ kind: 'environment', variable: 'KEY' }, { KEY: 'sk-2' })).toBe('sk-2');
  });

  test('may hold 64 KiB', async () => {
    expect(await readSource(fileSource(put(folder, 'full', 'x'.repeat(65_536))))).toHaveLength(65_536);
  });

  test.each([
    ['a file that is missing', () => join(folder, 'missing'), 'there is no such file'],
    ['a folder', () => folder, 'it is not a regular file'],
    ['an endless device', () => '/dev/zero', 'it is not a regular file'],
    ['a pipe that nobody writes to', () => fifo('pipe'), 'it is not a regular file'],
    ['a file over 64 KiB', () => put(folder, 'large', 'x'.repeat(65_537)), 'it is larger than 64 KiB'],
    ['a path through a file', () => join(put(folder, 'file', ''), 'key'), 'what should be a folder is a file'],
  ])('is refused if it is %s', async (_what, path, why) => {
    await expect(readSource(fileSource(path()))).rejects.toThrow(why);
  });

  test('is refused if its variable is not set', async () => {
    await expect(readSource({ kind: 'environment', variable: 'NOT_SET' }, {})).rejects.toThrow('it is not set');
  });
});

function fifo(name: string): string {
  execFileSync('mkfifo', [join(folder, name)]);
  return join(folder, name);
}
