import type { Command } from 'commander';
import type { Carrier } from '../../lib/sandbox/bridge/entrypoint';
import type { Workspace } from '../../lib/sandbox/docker/agent-mounts';
import type { ContainerRuntime } from '../../lib/sandbox/docker/hardening';
import { imageNotes, imageProblem } from '../../lib/sandbox/docker/image-reference';
import { type LimitNames, type Limits, wholeLimits } from '../../lib/sandbox/limits';
import { Unusable } from '../exit';
import { repeatable } from '../repeatable';
import { usable } from '../usable';
import { mountedWorkspace, type WorkspaceParts } from './mounted-workspace';
import { oneOf } from './one-of';

/** What containers are rendered from, as it is written. */
export interface ContainerParts extends WorkspaceParts {
  readonly image?: string;
  readonly proxyImage?: string;
  readonly runtime?: string;
  readonly bridge?: string;
  readonly memory?: string;
  readonly cpus?: string;
  readonly processes?: string;
  readonly tmpSize?: string;
  readonly homeSize?: string;
  readonly command?: readonly string[];
}

/** The same, checked. */
export interface WholeContainer {
  readonly image: string;
  readonly workspace?: Workspace;
  readonly carrier: Carrier;
  readonly limits: Limits;
  readonly command: readonly string[];
  readonly notes: readonly string[];
}

/** Options of the targets that are containers. */
export function addContainerOptions(command: Command): Command {
  return command
    .option('--image <name>', "containers: the agent's image, best by its digest")
    .option('--proxy-image <name>', "compose: Envoy's image, best by its digest; AIRLOCK_PROXY_IMAGE by default")
    .option(
      '--workspace <folder>',
      'containers: what the agent works in; in memory and empty by default. sandbox-runtime: this folder by default',
    )
    .option('--workspace-mode <mode>', 'containers: ro, the default, or rw')
    .addOption(repeatable('--expose <path>', 'containers: a sensitive file or folder of the workspace that stays visible'))
    .option('--runtime <name>', 'docker, compose: runc, the default, or runsc for gVisor')
    .option(
      '--bridge <program>',
      "containers: what the image has to lead ports to the proxy's sockets: node, the default, or socat",
    )
    .option('--memory <MiB>', 'containers: of all its processes and files in memory; 2048 by default')
    .option('--cpus <number>', 'containers: processors, 2 by default')
    .option('--processes <number>', 'containers: processes and threads at a time, 100 by default')
    .option('--tmp-size <MiB>', 'containers: files in /tmp, 100 by default')
    .option('--home-size <MiB>', 'containers: files in the home folder, 500 by default');
}

/** How each option is written. */
export const containerOptions: Readonly<Record<keyof ContainerParts, string>> = {
  image: '--image',
  proxyImage: '--proxy-image',
  workspace: '--workspace',
  workspaceMode: '--workspace-mode',
  expose: '--expose',
  runtime: '--runtime',
  bridge: '--bridge',
  memory: '--memory',
  cpus: '--cpus',
  processes: '--processes',
  tmpSize: '--tmp-size',
  homeSize: '--home-size',
  command: 'COMMAND',
};

/** `files` are those that no agent may change. Throws an Unusable for what can't be, or may not be mounted. */
export function wholeContainer(parts: ContainerParts, files: readonly string[]): WholeContainer {
  const { image, command = [] } = parts;
  if (image === undefined) throw new Unusable("--image must name the agent's image, best by its digest: NAME@sha256:DIGEST");
  checkImage(image);
  return {
    image,
    workspace: mountedWorkspace(parts, files),
    carrier: oneOf('--bridge', ['node', 'socat'] as const, parts.bridge ?? 'node'),
    limits: limitsOf(parts),
    command,
    notes: imageNotes(image),
  };
}

/** Throws an Unusable if it can't be an image's name. */
export function checkImage(image: string, option = '--image'): void {
  const problem = imageProblem(image);
  if (problem !== undefined) throw new Unusable(problem.replace('--image', option));
}

export const runtimeOf = ({ runtime }: ContainerParts): ContainerRuntime =>
  oneOf('--runtime', ['runc', 'runsc'] as const, runtime ?? 'runc');

/** Throws an Unusable if it is none of the names. */
export function limitsOf({ memory, cpus, processes, tmpSize, homeSize }: ContainerParts): Limits {
  const limits = {
    memoryMiB: numberOf(limitNames.memoryMiB, memory),
    cpus: numberOf(limitNames.cpus, cpus),
    processes: numberOf(limitNames.processes, processes),
    tmpMiB: numberOf(limitNames.tmpMiB, tmpSize),
    homeMiB: numberOf(limitNames.homeMiB, homeSize),
  };
  return usable(() => wholeLimits(limits, limitNames));
}

const limitNames: LimitNames = {
  memoryMiB: '--memory',
  cpus: '--cpus',
  processes: '--processes',
  tmpMiB: '--tmp-size',
  homeMiB: '--home-size',
};

function numberOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(text)) throw new Unusable(`${option} must be a number, got '${text}'`);
  return Number(text);
}
