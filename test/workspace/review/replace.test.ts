import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { HeldFolder } from '../../../lib/workspace/review/held-folder';
import { removeAll } from '../../../lib/workspace/review/replace';
import { scratchFolder } from '../../runtime/scratch';
import { plant } from '../tree';

const scratch = scratchFolder();
const isRoot = process.geteuid?.() === 0;
const nobody = 65_534;

/** A folder of a user without rights over others' files, as whom it goes on. */
function ownFolder(tree: Parameters<typeof plant>[1]): string {
  chmodSync(scratch, 0o755);
  const folder = plant(mkdtempSync(join(scratch, 'own-')), tree);
  if (!isRoot) return folder;
  for (const path of ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })])
    chownSync(join(folder, path), nobody, nobody);
  process.seteuid?.(nobody);
  return folder;
}

afterEach(() => {
  if (isRoot) process.seteuid?.(0);
});

const remove = (folder: string, path: string) => HeldFolder.withParentOf(folder, path, removeAll);

describe('what is removed', () => {
  test('goes with folders that may not be written to', () => {
    const folder = ownFolder({ 'a/b/c': '', 'a/d': '' });
    for (const path of ['a/b', 'a']) chmodSync(join(folder, path), 0o555);
    remove(folder, 'a');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is no folder that a link leads to, nor gets other permissions there', () => {
    const folder = ownFolder({ 'kept/c': '', 'a/b/c': '', 'a/link': { link: '../kept' } });
    for (const path of ['kept', 'a/b', 'a']) chmodSync(join(folder, path), 0o555);
    remove(folder, 'a');
    expect(() => remove(folder, 'kept/c')).toThrow(/EACCES/);
    expect(existsSync(join(folder, 'kept/c'))).toBe(true);
    chmodSync(join(folder, 'kept'), 0o755);
  });
});
