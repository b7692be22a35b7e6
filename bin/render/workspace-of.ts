import { realpathSync } from 'node:fs';
import { mountProblem } from '../../lib/workspace/mount-problem';
import { Unusable } from '../exit';
import { refuseNoFolder } from '../folder-given';
import { usable } from '../usable';

/** Where a folder that an agent works in really is; refuses one that would give it more than work, such as a home folder. */
export function workspaceOf(folder: string): string {
  const problem = mountProblem(folder);
  if (problem !== undefined) throw new Unusable(`--workspace: ${problem}`);
  refuseNoFolder(folder, '--workspace');
  return usable(() => realpathSync(folder));
}

/** The same for what it may read only. */
export function readableAt(option: string, path: string): string {
  const problem = mountProblem(path);
  if (problem !== undefined) throw new Unusable(`${option}: ${problem}`);
  return usable(() => realpathSync(path));
}
