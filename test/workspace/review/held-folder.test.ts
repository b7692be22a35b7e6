import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HeldFolder } from '../../../lib/workspace/review/held-folder';
import { scratchFolder } from '../../runtime/scratch';
import { plant } from '../tree';

const scratch = scratchFolder();
const stage = () =>
  plant(mkdtempSync(join(scratch, 'stage-')), { 'in/a/b': 'in', 'out/b': 'out', 'in/file': '', 'in/link': { link: '../out' } });
const read = (root: string, path: string) =>
  HeldFolder.withParentOf(root, path, (folder, name) => readFileSync(folder.at(name), 'utf8'));

test('what lies in a folder is reached', () => {
  expect(read(join(stage(), 'in'), 'a/b')).toBe('in');
});

test.each([
  ['..', 'a path must be one of folders and a name'],
  ['../out/b', 'a path must be one of folders and a name'],
  ['a/../../out/b', 'a path must be one of folders and a name'],
  ['a/..', 'a path must be one of folders and a name'],
  ['.', 'a path must be one of folders and a name'],
  ['', 'a path must be one of folders and a name'],
  ['/a/b', 'a path must be one of folders and a name'],
  ['a//b', 'a path must be one of folders and a name'],
  ['a\ufffd/b', 'a path must be one of folders and a name'],
  ['a\0/b', 'a path must be one of folders and a name'],
  ['link/b', "'link' in its path must be a folder, not a link or a file"],
  ['file/b', "'file' in its path must be a folder, not a link or a file"],
  ['none/b', "the folder 'none' that it lies in is not there"],
])('%j is not', (path, reason) => {
  expect(() => read(join(stage(), 'in'), path)).toThrow(reason);
});

test('a folder that is put aside for a link while it is held stays the one that is written to', () => {
  const folder = stage();
  HeldFolder.withParentOf(join(folder, 'in'), 'a/b', (held, name) => {
    renameSync(join(folder, 'in/a'), join(folder, 'in/aside'));
    symlinkSync('../out', join(folder, 'in/a'));
    writeFileSync(held.at(name), 'written');
  });
  expect([readFileSync(join(folder, 'in/aside/b'), 'utf8'), readFileSync(join(folder, 'out/b'), 'utf8')]).toEqual([
    'written',
    'out',
  ]);
});

const mountPoint = join(stage(), 'in/a');
const isMounted = spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', mountPoint]).status === 0;

test.skipIf(!isMounted)(`another mount in it is not${isMounted ? '' : ', skipped as nothing can be mounted here'}`, () => {
  try {
    expect(() => read(join(mountPoint, '..'), 'a/b')).toThrow("'a' in its path must not be a mount of its own");
  } finally {
    execFileSync('umount', [mountPoint]);
  }
});
