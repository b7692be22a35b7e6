import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { copyWorkspace } from '../../lib/workspace/copy-workspace';
import { workspaceFilter } from '../../lib/workspace/workspace-filter';
import { scratchFolder } from '../runtime/scratch';
import { hiddenPaths } from './paths';
import { plant, type Tree } from './tree';

const scratch = scratchFolder();
const stage = () => mkdtempSync(join(scratch, 'stage-'));
const copied = (tree: Tree, expose: readonly string[] = []) => {
  const folder = stage();
  copyWorkspace(plant(join(folder, 'from'), tree), join(folder, 'to'), { expose });
  return join(folder, 'to');
};
const all = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

const files = (folder: string) => all(folder).filter((path) => lstatSync(join(folder, path)).isFile());
const contents = (folder: string) => files(folder).map((path) => readFileSync(join(folder, path), 'utf8'));

describe('a copy has', () => {
  test('all but what is hidden', () => {
    const secrets = Object.fromEntries(hiddenPaths.map((path, index) => [`${index}/${path}`, 'SECRET']));
    const copy = copied({
      ...secrets,
      '.ssh/id': 'SECRET',
      '.git/config': 'url = https://a:b@c',
      '.git/HEAD': '',
      'src/main.ts': 'x',
    });
    expect(JSON.stringify(contents(copy))).not.toContain('SECRET');
    expect(files(copy)).toEqual(['.git/HEAD', 'src/main.ts']);
  });

  test('modes, and links as they are, also those that lead outside', () => {
    const outside = plant(stage(), { secret: 'SECRET' });
    const copy = copied({
      run: { text: '#!', mode: 0o751 },
      a: { link: 'run' },
      b: { link: outside },
      c: { link: '../from/run' },
    });
    expect(statSync(join(copy, 'run')).mode & 0o777).toBe(0o751);
    expect(['a', 'b', 'c'].map((name) => readlinkSync(join(copy, name)))).toEqual(['run', outside, '../from/run']);
  });

  test('what is exposed', () => {
    expect(all(copied({ '.npmrc': '', '.config/a': '', '.config/b': '' }, ['.npmrc', '.config/a']))).toEqual([
      '.config',
      '.config/a',
      '.npmrc',
    ]);
  });

  test('no pipe', () => {
    const folder = plant(stage(), { 'from/a': '' });
    execFileSync('mkfifo', [join(folder, 'from', 'pipe')]);
    copyWorkspace(join(folder, 'from'), join(folder, 'to'));
    expect(all(join(folder, 'to'))).toEqual(['a']);
  });
});

test('the filter is one for fs.cp, by whatever path the folder is named, and sees what came after it was made', async () => {
  const folder = stage();
  plant(join(folder, 'from'), { 'a/.env': 'SECRET', 'a/b': '' });
  symlinkSync('from', join(folder, 'link'));
  const filter = workspaceFilter(join(folder, 'link'));
  writeFileSync(join(folder, 'from', 'late.pem'), 'SECRET');
  const options = { recursive: true, verbatimSymlinks: true, filter };
  await cp(join(folder, 'from'), join(folder, 'to'), options);
  await cp(`${join(folder, 'link')}/`, join(folder, 'also'), options);
  expect([all(join(folder, 'to')), all(join(folder, 'also'))]).toEqual([
    ['a', 'a/b'],
    ['a', 'a/b'],
  ]);
  expect(() => filter('/etc/passwd')).toThrow(/^a path must be in the workspace/);
});

describe('a copy is refused', () => {
  test.each([
    ['into a folder with something in it', 'to', 'must go to a folder that is empty'],
    ['onto a link', 'link', 'must go to a folder that is empty'],
    ['into what is copied', 'from/to', 'must lie outside'],
    ['onto what it is copied from', 'empty/../from', 'must'],
    ['around what is copied', '.', 'must'],
  ])('%s', (_, target, reason) => {
    const folder = plant(stage(), { 'from/a': '', 'to/b': '', empty: null, link: { link: 'empty' } });
    expect(() => copyWorkspace(join(folder, 'from'), join(folder, target))).toThrow(reason);
    expect(existsSync(join(folder, 'empty', 'a'))).toBe(false);
  });

  test('of what cannot be judged', () => {
    const folder = plant(stage(), { 'from/a': '' });
    mkdirSync(Buffer.concat([Buffer.from(`${folder}/from/`), Buffer.from([0xff])]));
    expect(() => copyWorkspace(join(folder, 'from'), join(folder, 'to'))).toThrow(/must be UTF-8/);
    expect(readFileSync(join(folder, 'from/a'), 'utf8')).toBe('');
  });
});
