import { lstatSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { shortText } from './short-text';

/** The folders in which git keeps what it knows of a workspace: of the worktree alone, and what all worktrees share. */
export function gitFolders(workspace: string): readonly string[] {
  const git = join(workspace, '.git');
  const isFolder = lstatSync(git, { throwIfNoEntry: false })?.isDirectory();
  const [, elsewhere] = /^gitdir: (.+)$/m.exec(shortText(git) ?? '') ?? [];
  const own = isFolder ? git : elsewhere && resolve(workspace, elsewhere);
  if (own === undefined) return [];
  const shared = shortText(join(own, 'commondir'))?.trim();
  return shared === undefined ? [own] : [own, resolve(own, shared)];
}

/** Whole paths that git's configuration of a workspace may mean, whatever it does with them: a folder of hooks, a program that filters, what is included. */
export function configuredPaths(workspace: string): readonly string[] {
  const waiting = gitFolders(workspace).flatMap((folder) => [join(folder, 'config'), join(folder, 'config.worktree')]);
  const read = new Set<string>();
  const found = new Set<string>();
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (read.has(file)) continue;
    read.add(file);
    for (const { key, path } of meantIn(file, workspace)) {
      found.add(path);
      // what is included from the workspace says as much
      if (key === 'path') waiting.push(path);
    }
  }
  return [...found];
}

// of these the values are no paths, but may look like names of files
const others = /^(?:url|pushurl|fetch|push|merge|remote|pushremote|name|email)$/;

function meantIn(file: string, workspace: string): readonly { readonly key: string; readonly path: string }[] {
  const lines = [...(shortText(file) ?? '').matchAll(/^\s*(?:\[[^\]\n]*\]\s*)?([a-z][a-z0-9-]*)[ \t]*=[ \t]*(.+)$/gim)];
  const pairs = lines.map(([, key = '', value = '']) => ({ key: key.toLowerCase(), value }));
  return pairs
    .filter(({ key }) => !others.test(key))
    .flatMap(({ key, value }) => wordsOf(value).map((word) => ({ key, word })))
    .flatMap(({ key, word }) => [workspace, dirname(file)].map((from) => ({ key, path: resolve(from, word) })));
}

/** All of a value, and each word of it, as a shell would see them. */
function wordsOf(value: string): readonly string[] {
  const words = value.split(/[\s"'=;|&()!<>`]+/);
  return [value.trim().replace(/^"(.*)"$/, '$1'), ...words].filter((word) => word !== '' && word !== '.');
}
