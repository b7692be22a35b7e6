import { existsSync, lstatSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { foldedName } from './folded-name';
import { configuredPaths, gitFolders } from './git-configured';
import { runsBy, selfRunning } from './self-running';

/** Tells who runs what a path of a workspace says, without being asked; for a link, what is reached by way of it too. */
export type RunsHere = (path: string, isLink?: boolean) => string | undefined;

/** By its name, and by what is there: where links of such a name and git's configuration lead, and repositories that are called otherwise. */
export function runsHere(workspace: string): RunsHere {
  const root = realpathSync(workspace);
  const led = [...linked(root), ...configuredPaths(root).map((path) => ({ path, who: 'git' }))].flatMap(({ path, who }) => {
    const inside = relative(root, path);
    return inside === '' || inside.startsWith('..') ? [] : [{ path: foldedName(inside), who }];
  });
  return (path, isLink = false) => {
    const folded = foldedName(path);
    const found = led.find((place) => isIn(folded, place.path) || (isLink && isIn(place.path, folded)));
    return runsBy(path) ?? found?.who ?? (isOfRepository(root, path) ? 'git' : undefined);
  };
}

const isIn = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** Whole paths that links of names that are run lead to, and links in such folders: hooks are often links to scripts of the project. */
function linked(root: string): readonly { readonly path: string; readonly who: string }[] {
  const named = selfRunning.map(({ path, who }) => ({ path: join(root, path), who }));
  const hooks = gitFolders(root).map((folder) => ({ path: join(folder, 'hooks'), who: 'git' }));
  const places = [...named, ...hooks];
  return [...places, ...places.flatMap(({ path, who }) => entriesOf(path).map((entry) => ({ path: entry, who })))].flatMap(
    ({ path, who }) => ledTo(path).map((target) => ({ path: target, who })),
  );
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** Where a path really is, and where it says that it is if nothing is there: an agent may make that. */
function ledTo(path: string): readonly string[] {
  try {
    const said = lstatSync(path).isSymbolicLink() ? [resolve(realpathSync(dirname(path)), readlinkSync(path))] : [];
    return [...said, ...(existsSync(path) ? [realpathSync(path)] : [])].filter((target) => target !== path);
  } catch {
    return [];
  }
}

// of what lies in a repository, these make git run something; a rebase goes on with the commands that it has noted
const running = /^(?:config|config\.worktree|hooks|info|commondir|gitdir|rebase-merge|rebase-apply|sequencer)$/;

/** Whether it is such a part of a repository, which has a HEAD whatever it is called, or lies in one that the workspace doesn't have yet. */
function isOfRepository(root: string, path: string): boolean {
  const parts = path.split('/');
  const folder = (count: number) => join(root, ...parts.slice(0, count));
  return parts.some((part, index) => {
    const folded = foldedName(part);
    if (folded === '.git') return !existsSync(folder(index + 1));
    return running.test(folded) && existsSync(join(folder(index), 'HEAD'));
  });
}
