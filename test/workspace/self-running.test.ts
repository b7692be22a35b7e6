import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runsBy, selfRunningPlaces } from '../../lib/workspace/self-running';
import { scratchFolder } from '../runtime/scratch';
import { plant, type Tree } from './tree';

const scratch = scratchFolder();
const placesOf = (tree: Tree) => selfRunningPlaces(plant(mkdtempSync(join(scratch, 'tree-')), tree));

describe('run by itself is', () => {
  test.each([
    ['.git/hooks/post-checkout', 'git'],
    ['.git/config', 'git'],
    ['.git/commondir', 'git'],
    ['.GIT/Hooks/post-checkout', 'git'],
    ['.g\u200cit/config', 'git'],
    ['.git/info/attributes', 'git'],
    ['.git', 'git'],
    ['docs/.git', 'git'],
    ['docs/.git/config', 'git'],
    ['.git/modules/a/b/hooks/pre-commit', 'git'],
    ['.git/modules/a/config', 'git'],
    ['.git/worktrees/a/gitdir', 'git'],
    ['docs/HEAD', 'git'],
    ['.git/rebase-merge/git-rebase-todo', 'git'],
    ['.git/modules/a/sequencer/todo', 'git'],
    ['.githooks/pre-commit', 'git'],
    ['.devcontainer.json', 'editors that open it in a container'],
    ['.direnv/env.rc', 'direnv'],
    ['.vimrc', 'Vim'],
    ['.gitattributes', 'git'],
    ['src/.gitattributes', 'git'],
    ['.husky/pre-commit', 'git, by way of husky'],
    ['.envrc', 'direnv'],
    ['sub/.envrc', 'direnv'],
    ['.vscode/tasks.json', 'Visual Studio Code'],
    ['.vscode', 'Visual Studio Code'],
    ['.idea/workspace.xml', 'editors of JetBrains'],
    ['.mcp.json', 'Claude Code and other agents'],
    ['.claude/settings.json', 'Claude Code'],
    ['sub/.claude/hooks/x.sh', 'Claude Code'],
    ['.zshrc', 'shells'],
  ])('%j, by %s', (path, who) => {
    expect(runsBy(path)).toBe(who);
  });
});

test.each([
  '.git/HEAD',
  '.git/index',
  '.git/objects/ab/cd',
  '.git/refs/heads/hooks',
  'hooks/a',
  'config',
  'src/head.ts',
  'Makefile',
  'vscode/a',
  '.gitignore',
])('%s is not', (path) => {
  expect(runsBy(path)).toBeUndefined();
});

describe('in mode rw', () => {
  test('what is there stays as it is, and what is not there is not made', () => {
    const { present, missing, pinned } = placesOf({
      '.git/config': '',
      '.git/hooks/x': '',
      '.vscode/tasks.json': '',
      '.envrc': '',
    });
    expect(present).toEqual(['.git/hooks', '.git/config', '.envrc', '.vscode']);
    expect(missing).toContainEqual({ path: '.claude', type: 'folder' });
    expect(missing).toContainEqual({ path: '.git/commondir', type: 'file' });
    expect(pinned).toEqual(['.git']);
  });

  test('no repository is made where there is none', () => {
    const { missing, pinned } = placesOf({});
    expect(missing.map(({ path }) => path).filter((path) => path.startsWith('.git'))).toEqual([
      ...['.git', '.gitmodules', '.gitattributes', '.githooks', '.git-hooks', '.gitconfig'],
    ]);
    expect(pinned).toEqual([]);
  });

  test("the file that leads to a worktree's repository stays as it is", () => {
    expect(placesOf({ '.git': 'gitdir: /elsewhere' })).toMatchObject({ present: ['.git'], pinned: [] });
  });

  test.each([
    ['.git', 'other'],
    ['.vscode', 'other'],
    ['.envrc', 'nowhere'],
  ])('a workspace where %s is a link is refused', (path, target) => {
    expect(() => placesOf({ 'other/x': '', [path]: { link: target } })).toThrow(`use overlay, got '${path}'`);
  });
});
