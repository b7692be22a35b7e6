import { dirname } from 'node:path';
import type { Command } from 'commander';
import { copyWorkspace } from '../../lib/workspace/copy-workspace';
import { mountProblem } from '../../lib/workspace/mount-problem';
import { visible } from '../../lib/workspace/review/visible';
import { scanWorkspace } from '../../lib/workspace/scan';
import { Unusable } from '../exit';
import { refuseNoFolder } from '../folder-given';
import { repeatable } from '../repeatable';
import { usable } from '../usable';

interface WorkspaceOptions {
  readonly copy?: string;
  readonly expose: readonly string[];
}

/** `workspace DIR [--copy OUT]`: what an agent would not see in a folder, and a copy of it without that. */
export function register(program: Command): void {
  program
    .command('workspace')
    .description('list what is hidden from an agent in a folder, or copy the folder without it')
    .argument('<folder>', 'the folder that an agent works in')
    .option('--copy <folder>', 'copy it there, for an image; not there yet, or empty')
    .addOption(repeatable('--expose <path>', "a file, or a folder with all in it, that isn't hidden, from the folder's root"))
    .action(workspace);
}

function workspace(folder: string, { copy, expose }: WorkspaceOptions): void {
  const problem = mountProblem(folder);
  if (problem !== undefined) throw new Unusable(problem);
  refuseNoFolder(folder, 'what an agent works in');
  if (copy !== undefined) refuseNoFolder(dirname(copy), 'what --copy is made in');
  const { findings, problems, unmet, entries } = usable(() => scanWorkspace(folder, { expose }));
  const wrong = [
    ...problems,
    ...unmet.map((path) => `--expose must name something that would be hidden: remove it, got '${path}'`),
  ];
  if (wrong.length > 0) throw new Unusable(wrong.join('\n'));
  for (const { path, kind, type } of findings) console.log(`hidden  ${visible(path)}${type === 'folder' ? '/' : ''}  (${kind})`);
  if (copy !== undefined) usable(() => copyWorkspace(folder, copy, { expose }));
  const done = copy === undefined ? 'would be hidden' : `left out of '${visible(copy)}'`;
  console.error(`${findings.length} of ${entries} files and folders ${done}`);
}
