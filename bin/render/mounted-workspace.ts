import { resolve } from 'node:path';
import type { Workspace } from '../../lib/sandbox/docker/agent-mounts';
import { pathProblem } from '../../lib/sandbox/docker/mount';
import { isWithin } from '../../lib/workspace/is-within';
import { workspaceMasks } from '../../lib/workspace/masks';
import { realPart } from '../../lib/workspace/real-part';
import { selfRunningPlaces } from '../../lib/workspace/self-running';
import { Unusable } from '../exit';
import { usable } from '../usable';
import { oneOf } from './one-of';
import { workspaceOf } from './workspace-of';

/** What a workspace is mounted by, as it is written. */
export interface WorkspaceParts {
  readonly workspace?: string;
  readonly workspaceMode?: string;
  readonly expose?: readonly string[];
}

/** The workspace that a container gets, if one is named; throws an Unusable if it would give more than work. */
export function mountedWorkspace(parts: WorkspaceParts, files: readonly string[]): Workspace | undefined {
  const { workspace, workspaceMode, expose } = parts;
  const mode = oneOf('--workspace-mode', ['ro', 'rw'] as const, workspaceMode ?? 'ro');
  if (workspace === undefined) {
    const given = workspaceMode ?? expose?.[0];
    if (given !== undefined) throw new Unusable(`--workspace-mode and --expose are for a --workspace: name one, got '${given}'`);
    return undefined;
  }
  const folder = workspaceOf(workspace);
  const masks = usable(() => workspaceMasks(folder, { expose }));
  const found = { folder, mode, masks, ...(mode === 'rw' && guarded(folder, masks, files)) };
  const problems = [folder, ...masks.files, ...masks.folders].map(pathProblem).filter((each) => each !== undefined);
  if (problems.length > 0) throw new Unusable(problems.join('\n'));
  return found;
}

/** What the agent may not change although it may write: what the machine runs by itself, and what it would be started by the next time. */
function guarded(folder: string, masks: Workspace['masks'], files: readonly string[]): Pick<Workspace, 'kept' | 'pinned'> {
  const own = files.find((file) => isWithin(realPart(resolve(file)), folder));
  if (own !== undefined) {
    throw new Unusable(
      `in mode rw neither the policy nor --output may be in the workspace, as the agent could change it, got '${own}'`,
    );
  }
  const { present, pinned } = usable(() => selfRunningPlaces(folder));
  const hidden = [...masks.files, ...masks.folders];
  return { pinned, kept: present.filter((path) => !hidden.some((each) => path === each || path.startsWith(`${each}/`))) };
}
