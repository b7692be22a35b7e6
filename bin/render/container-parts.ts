import type { Command } from 'commander';
import type { Carrier } from '../../lib/sandbox/bridge/entrypoint';
import type { Workspace } from '../../lib/sandbox/docker/agent-mounts';
import type { ContainerRuntime } from '../../lib/sandbox/docker/hardening';
import { imageNotes, imageProblem } from '../../lib/sandbox/docker/image-reference';
import type { Limits } from '../../lib/sandbox/limits';
import { Unusable } from '../exit';
import { limitOptions, limitsOf, type WrittenLimits } from '../limit-options';
import { repeatable } from '../repeatable';
import { mountedWorkspace, type WorkspaceParts } from './mounted-workspace';
import { oneOf } from './one-of';

/** What containers are rendered from, as it is written. */
export interface ContainerParts extends WorkspaceParts, WrittenLimits {
  readonly image?: string;
  readonly proxyImage?: string;
  readonly runtime?: string;
  readonly bridge?: string;
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
  command
    .option('--image <name>', "containers: the agent's image, best by its digest")
    .option('--proxy-image <name>', "compose: Envoy's image, best by its digest (default: the variable AIRLOCK_PROXY_IMAGE)")
    .option(
      '--workspace <folder>',
      'containers, sandbox-runtime: what the agent works in (default: in memory and empty; sandbox-runtime: this folder)',
    )
    .option('--workspace-mode <mode>', 'containers, firecracker: ro or rw (default: ro)')
    .addOption(repeatable('--expose <path>', 'containers: a sensitive file or folder of the workspace that stays visible'))
    .option('--runtime <name>', 'docker, compose: runc, or runsc for gVisor (default: runc)')
    .option(
      '--bridge <program>',
      "containers: what the image has to lead ports to the proxy's sockets: node or socat (default: node)",
    );
  return limitOptions('containers, firecracker: ').reduce((all, option) => all.addOption(option), command);
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
