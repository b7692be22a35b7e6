import { statSync } from 'node:fs';
import { asStartError, orStartError } from '../../lib/runtime/start-error';
import { givenPlaces } from '../../lib/sandbox/launch/given-mounts';
import type { SandboxProps } from '../../lib/sandbox/launch/sandbox-props';
import type { HeldLocks } from '../../lib/workspace/held-locks';
import { lockedWorkspace } from '../../lib/workspace/workspace-lock';

/** What keeps other runs off the folders of one, to be taken before anything in them is looked at. Throws a StartError if another run is in the way. */
export async function runLock(sandbox: SandboxProps): Promise<HeldLocks | undefined> {
  // what it lacks there is said by who looks for it
  if (process.platform !== 'linux') return undefined;
  const { workspace, readOnly } = orStartError(() => givenPlaces(sandbox));
  const others = readOnly.filter((path) => statSync(path).isDirectory());
  const { workspaceMode: mode = 'overlay' } = sandbox;
  const folders = [{ path: workspace, mode }, ...others.map((path) => ({ path, mode: 'ro' }) as const)];
  return lockedWorkspace(folders).catch(asStartError);
}
