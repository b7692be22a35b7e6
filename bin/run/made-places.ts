import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { runsBy, selfRunningPlaces } from '../../lib/workspace/self-running';

/**
 * Names what a command made at the root of a workspace that this machine runs something from: what was there is read-only, but what
 * wasn't can't be held back without leaving empty files in its place. Call it before the command starts; the function returned gives the lines.
 */
export function watchMade(workspace: string): () => readonly string[] {
  const { missing } = selfRunningPlaces(workspace);
  return () =>
    missing
      .filter(({ path }) => lstatSync(join(workspace, path), { throwIfNoEntry: false }) !== undefined)
      .map(({ path }) => `made in the workspace: ${path}, from which ${runsBy(path)} runs what it says: look at it first`);
}
