import { closeSync, openSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeAtomically } from '../../lib/runtime/atomic-file';
import { put, scratchFolder } from './scratch';

const folder = scratchFolder();

describe('a file that is written at once', () => {
  test('takes the place of the old one, which whoever has it open still reads', () => {
    const path = put(folder, 'file', 'old');
    const open = openSync(path, 'r');
    writeAtomically(path, 'new', 0o644);
    expect([readFileSync(open, 'utf8'), readFileSync(path, 'utf8')]).toEqual(['old', 'new']);
    expect(statSync(path).mode & 0o777).toBe(0o644);
    closeSync(open);
  });

  test('takes the place of a link, and leaves what that led to', () => {
    const target = put(folder, 'target', 'kept');
    symlinkSync(target, join(folder, 'link'));
    writeAtomically(join(folder, 'link'), 'new');
    expect([readFileSync(target, 'utf8'), readFileSync(join(folder, 'link'), 'utf8')]).toEqual(['kept', 'new']);
  });

  test('leaves nothing where it can’t be written', () => {
    const place = join(folder, 'empty');
    expect(() => writeAtomically(join(place, 'file'), 'new')).toThrow('ENOENT');
    expect(readdirSync(folder)).not.toContain('empty');
  });
});

test.runIf(process.platform === 'linux').each(['/dev/fd', '/dev/./fd'])(
  'what is a device, or open by %s, is written to and stays what it is',
  (place) => {
    const open = openSync(put(folder, 'open', ''), 'r+');
    writeAtomically(`${place}/${open}`, 'new');
    expect(readFileSync(join(folder, 'open'), 'utf8')).toBe('new');
    closeSync(open);
  },
);
