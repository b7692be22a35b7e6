import { expect, test } from 'vitest';
import { namingFolders } from '../../lib/workspace/naming-folders';

test.each([
  ['.docker/config.json', ['.docker']],
  ['deep/er/.kube/config', ['deep/er/.kube']],
  ['.KUBE/config', ['.KUBE']],
  ['a/.cargo/credentials.toml', ['a/.cargo']],
  ['.git/config', ['.git']],
  ['part/.git/config.worktree', ['part/.git']],
  ['.git/modules/x/y/config', ['.git', '.git/modules']],
  ['.git/worktrees/x/config.worktree', ['.git', '.git/worktrees']],
])('%s is found by the names of folders', (file, folders) => {
  expect(namingFolders([file])).toEqual(folders);
});

test.each(['.env', 'a/.env', '.docker/key.pem', '.git/private.key', 'a.git/config', 'notes/led-to-by-a-link'])(
  '%s is found whatever its folders are called, or never by a name',
  (file) => {
    expect(namingFolders([file])).toEqual([]);
  },
);

test('a folder is named once for all of its files', () => {
  expect(namingFolders(['.git/modules/x/config', '.git/config'])).toEqual(['.git', '.git/modules']);
});
