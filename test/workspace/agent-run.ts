import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { openLayer } from '../../lib/workspace/layer/layer';
import { scratchFolder } from '../runtime/scratch';
import { plant, type Tree } from './tree';

const namespaces = ['--user', '--map-root-user', '--mount'];
/** Why no overlay can be mounted here, if it can't. */
export const whyNoOverlay = reasonWithoutOverlay();

function reasonWithoutOverlay(): string | undefined {
  const script =
    'mount -t tmpfs tmpfs /mnt && mkdir /mnt/l /mnt/u /mnt/w /mnt/m && mount -t overlay -o lowerdir=/mnt/l,upperdir=/mnt/u,workdir=/mnt/w,userxattr o /mnt/m';
  const { status, error } = spawnSync('unshare', [...namespaces, 'sh', '-c', script], { encoding: 'utf8' });
  return status === 0 ? undefined : `as user namespaces with an overlay can't be had here (${error?.message ?? 'refused'})`;
}

/** A workspace, and an agent that works in it. */
export interface Stage {
  readonly workspace: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Runs a shell script as an agent would in the workspace, its changes going to the layer. */
  readonly agent: (script: string) => Promise<void>;
}

const scratch = scratchFolder();

export function agentIn(workspace: string, environment: NodeJS.ProcessEnv): Stage['agent'] {
  return (script) => runInOverlay(workspace, environment, script);
}

export function stageOf(tree: Tree): Stage {
  const folder = mkdtempSync(join(scratch, 'stage-'));
  const workspace = plant(join(folder, 'project'), tree);
  const environment = { XDG_STATE_HOME: join(folder, 'state') };
  return { workspace, environment, agent: agentIn(workspace, environment) };
}

const inside =
  'set -e; mkdir -p "$1/m"; mount -t overlay -o "lowerdir=$2,upperdir=$3,workdir=$4,userxattr" overlay "$1/m"; cd "$1/m"; exec sh -ec "$5"';

async function runInOverlay(workspace: string, environment: NodeJS.ProcessEnv, script: string): Promise<void> {
  const layer = await openLayer(workspace, environment);
  const at = mkdtempSync(join(scratch, 'merged-'));
  try {
    execFileSync('unshare', [...namespaces, 'sh', '-c', inside, 'sh', at, workspace, layer.upper, layer.work, script], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } finally {
    await layer.release();
  }
}
