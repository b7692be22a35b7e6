import { lstatSync } from 'node:fs';
import type { SandboxPlan } from '../../lib/sandbox/launch/sandbox-plan';
import { isWithin } from '../../lib/workspace/is-within';

/** What is said at once of folders in which covers don't stay, and at the end of what lost its cover. */
export interface Uncovered {
  readonly warnings: readonly string[];
  readonly lines: () => readonly string[];
}

/**
 * Names what was covered and was replaced on this machine meanwhile, as editors and git save files: where no overlay is in between, the kernel takes away
 * what was mounted over the old one. Call it before the command starts.
 */
export function watchCovered({ workspace, hidden, mounts }: SandboxPlan): Uncovered {
  const folders = [workspace, ...mounts].filter((mount) => mount.mode === 'rw' || (mount.mode === 'ro' && !mount.isSteady));
  const loose = hidden.filter(({ path }) => folders.some(({ target }) => isWithin(path, target)));
  const guarded = mounts
    .map(({ target }) => target)
    .filter((path) => workspace.mode === 'rw' && path.startsWith(`${workspace.target}/`));
  const watched = [
    ...loose.map(({ path }) => ({ path, what: 'what is in it now may have been seen' })),
    ...guarded.map((path) => ({ path, what: 'it may have been changed' })),
  ].map((place) => ({ ...place, was: identityOf(place.path) }));
  return {
    warnings: folders
      .filter(({ mode, target }) => mode === 'ro' && loose.some(({ path }) => isWithin(path, target)))
      .map(warning),
    lines: () =>
      watched
        .filter(({ path, was }) => identityOf(path) !== was)
        .map(({ path, what }) => `replaced while the command ran, and no longer held back from it: ${path}: ${what}`),
  };
}

const warning = ({ target }: { readonly target: string }): string =>
  `warning: no overlay can be had of '${target}': what is hidden in it is seen when it is replaced meanwhile, as editors save`;

/** By the time of its birth too, as numbers of files are given again. */
function identityOf(path: string): string | undefined {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return stat && `${stat.dev}:${stat.ino}:${stat.birthtimeNs}`;
}
