import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { workspaceMasks } from '../../lib/workspace/masks';
import { scratchFolder } from '../runtime/scratch';
import { plant, type Tree } from './tree';

const scratch = scratchFolder();
const planted = (tree: Tree) => plant(mkdtempSync(join(scratch, 'tree-')), tree);
const keys = (count: number, folder: string): Tree =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${folder}/${index}.pem`, '']));

test('files and folders are covered apart, and nothing in a covered folder once more', () => {
  const folder = planted({
    '.env': '',
    'b/.ssh/id_rsa': '',
    'c/.npmrc': '',
    '.netrc': { link: 'b/.ssh/id_rsa' },
    'src/main.ts': '',
  });
  expect(workspaceMasks(folder)).toEqual({ files: ['.env', 'c/.npmrc'], folders: ['b/.ssh'] });
});

test('what is exposed is not covered', () => {
  expect(workspaceMasks(planted({ '.env': '', '.npmrc': '' }), { expose: ['.npmrc'] }).files).toEqual(['.env']);
});

test('a thousand places are covered', () => {
  expect(workspaceMasks(planted(keys(1000, 'a'))).files).toHaveLength(1000);
});

describe('a workspace is refused', () => {
  test('for each sensitive file in it, by choice', () => {
    const attempt = () => workspaceMasks(planted({ '.env': 'SECRET', 'a/.aws/credentials': 'SECRET' }), { sensitive: 'refuse' });
    expect(attempt).toThrow(
      [
        "the workspace must have nothing sensitive in it: remove '.env' (variables), or expose it by name",
        "the workspace must have nothing sensitive in it: remove 'a/.aws' (keys of AWS), or expose it by name",
      ].join('\n'),
    );
  });

  test('if there is more to cover than can be, with what to do', () => {
    expect(() => workspaceMasks(planted({ ...keys(700, 'node_modules'), ...keys(301, 'b'), '.env': '' }))).toThrow(
      "1000 places can be hidden at most: remove or expose folders that hold no credential of yours, got 1002, most in 'node_modules' (700), 'b' (301), '.env' (1)",
    );
  });

  test('for an exposure that is misspelt', () => {
    expect(() => workspaceMasks(planted({ '.env': '' }), { expose: ['.evn'] })).toThrow(
      "--expose must name something that would be hidden: remove it, got '.evn'",
    );
  });

  test('for what cannot be covered', () => {
    expect(() => workspaceMasks(planted({ 'a/.config': { link: '../a' } }))).toThrow(/a link with a sensitive name/);
  });
});
