import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runsHere } from '../../lib/workspace/runs-here';
import { scratchFolder } from '../runtime/scratch';
import { plant, type Tree } from './tree';

const scratch = scratchFolder();
const inTree = (tree: Tree) => runsHere(plant(mkdtempSync(join(scratch, 'tree-')), tree));
const config = (text: string): Tree => ({ '.git/config': text, '.git/HEAD': '' });

describe('run by what is in the workspace is', () => {
  test.each<[string, Tree, string]>([
    ['what its name says', {}, '.envrc'],
    ['a folder of hooks that git is told of', config('[core]\n\thooksPath = tools/hooks'), 'tools/hooks/pre-commit'],
    ['such a one by its whole path', config('[core]\n\thooksPath = ../hooks'), 'hooks/pre-commit'],
    ['such a one with a space', config('[core] hooksPath = "my hooks"'), 'my hooks/pre-commit'],
    ['such a one in another case', config('[core]\nHOOKSPATH = Tools'), 'tools/pre-commit'],
    ['a filter', config('[filter "x"]\n clean = python3 ./tools/clean.py %f'), 'tools/clean.py'],
    ['a monitor in quotes', config('[core]\nfsmonitor = "tools/watch --fast"'), 'tools/watch'],
    ['what an alias starts', config('[alias]\n up = "!sh tools/up.sh; true"'), 'tools/up.sh'],
    ['what is included', config('[include]\n path = ../git.conf'), 'git.conf'],
    [
      'what is named there',
      { ...config('[include]\n path = ../git.conf'), 'git.conf': '[core]\nhooksPath = tools' },
      'tools/pre-commit',
    ],
    ['what a hook is a link to', { ...config(''), '.git/hooks/pre-commit': { link: '../../tools/check' } }, 'tools/check'],
    ['what the folder of hooks is a link to', { ...config(''), '.git/hooks': { link: '../tools' } }, 'tools/pre-commit'],
    ['what settings are a link to', { '.claude': { link: 'tools/claude' }, 'tools/claude/x': '' }, 'tools/claude/settings.json'],
    ['a repository with another name', { 'fixtures/a.git/HEAD': '' }, 'fixtures/a.git/config'],
    ['hooks of such a one', { 'fixtures/a.git/HEAD': '' }, 'fixtures/a.git/Hooks/pre-receive'],
    ['the workspace as such a one', { HEAD: '' }, 'config'],
    ['what a worktree shares', { '.git': 'gitdir: .bare/worktrees/a\n', '.bare/HEAD': '' }, '.bare/hooks/pre-commit'],
    [
      'what its configuration names',
      {
        '.git': 'gitdir: .bare/worktrees/a\n',
        '.bare/worktrees/a/commondir': '../..\n',
        '.bare/config': '[core]\nhooksPath = tools',
      },
      'tools/x',
    ],
    ['all of a repository that is not there yet', {}, 'sub/.git/objects/ab/cd'],
  ])('%s', (_, tree, path) => {
    expect(inTree(tree)(path)).toBeDefined();
  });

  test('what a link reaches in the place of a folder above', () => {
    const runs = inTree(config('[core]\n\thooksPath = tools/hooks'));
    expect([runs('tools', true), runs('tools'), runs('tool', true)]).toEqual(['git', undefined, undefined]);
  });
});

describe('run by nothing is', () => {
  test.each<[string, Tree, string]>([
    ['the work', config('[core]\n\thooksPath = tools/hooks'), 'tools/other'],
    ['a file that is called as a part of git', {}, 'src/config'],
    ['a folder that is called so', {}, 'src/hooks/use-state.ts'],
    ['what git itself writes', config(''), '.git/refs/heads/main'],
    ['an address', config('[remote "origin"]\n url = src'), 'src/a'],
    ['what a link outside leads to', { '.claude': { link: '../elsewhere' } }, 'elsewhere/a'],
  ])('%s', (_, tree, path) => {
    expect(inTree(tree)(path)).toBeUndefined();
  });
});
