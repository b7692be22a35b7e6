import { lstatSync } from 'node:fs';
import type { SandboxPlan } from '../../lib/sandbox/launch/sandbox-plan';

/**
 * Names what was covered in the workspace and was replaced on this machine meanwhile, as editors and git save files: the kernel takes away what was
 * mounted over the old one. In an overlay it stays. Call it before the command starts; the function returned gives the lines.
 */
export function watchCovered({ workspace, hidden, mounts }: SandboxPlan): () => readonly string[] {
  if (workspace.mode === 'overlay') return () => [];
  const guarded = mounts.map(({ target }) => target).filter((path) => path.startsWith(`${workspace.target}/`));
  const watched = [
    ...hidden.map(({ path }) => ({ path, what: 'what is in it now may have been seen' })),
    ...guarded.map((path) => ({ path, what: 'it may have been changed' })),
  ].map((place) => ({ ...place, was: identityOf(place.path) }));
  return () =>
    watched
      .filter(({ path, was }) => identityOf(path) !== was)
      .map(({ path, what }) => `replaced while the command ran, and no longer held back from it: ${path}: ${what}`);
}

/** By the time of its birth too, as numbers of files are given again. */
function identityOf(path: string): string | undefined {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return stat && `${stat.dev}:${stat.ino}:${stat.birthtimeNs}`;
}
