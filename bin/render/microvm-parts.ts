import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { WorkspaceMode } from '../../lib/sandbox/firecracker/machine-configuration';
import type { Limits } from '../../lib/sandbox/limits';
import { Unusable } from '../exit';
import { limitsOf } from '../limit-options';
import type { ContainerParts } from './container-parts';
import { oneOf } from './one-of';

/** What a microVM is rendered from, as it is written, besides what containers are: paths on the host. */
export interface MicrovmParts {
  readonly kernel?: string;
  readonly rootfs?: string;
  readonly workspaceImage?: string;
}

/** The same, checked, with whole paths. */
export interface WholeMicrovm {
  readonly kernel: string;
  readonly rootfs: string;
  readonly workspace?: { readonly image: string; readonly mode: WorkspaceMode };
  readonly limits: Limits;
  readonly command: readonly string[];
}

/** Options of a microVM alone. */
export function addMicrovmOptions(command: Command): Command {
  return command
    .option('--kernel <file>', "firecracker: the guest's kernel, uncompressed")
    .option('--rootfs <file>', "firecracker: image of the agent's root file system, ext4, which stays as it is")
    .option('--workspace-image <file>', 'firecracker: image with the workspace, ext4 (default: in memory and empty)');
}

/** How each option is written. */
export const microvmOptions: Readonly<Record<keyof MicrovmParts, string>> = {
  kernel: '--kernel',
  rootfs: '--rootfs',
  workspaceImage: '--workspace-image',
};

/** Throws an Unusable that names what is missing, or can't be. */
export function wholeMicrovm({ kernel, rootfs, workspaceImage }: MicrovmParts, parts: ContainerParts): WholeMicrovm {
  const { command = [] } = parts;
  if (kernel === undefined) throw new Unusable("--kernel must name the guest's kernel, uncompressed: vmlinux");
  if (rootfs === undefined) throw new Unusable("--rootfs must name an image of the agent's root file system, ext4");
  if (command.length === 0) throw new Unusable('firecracker needs what the agent starts: -- COMMAND...');
  const workspace = workspaceOf(workspaceImage, parts);
  return { kernel: resolve(kernel), rootfs: resolve(rootfs), ...(workspace && { workspace }), limits: limitsOf(parts), command };
}

function workspaceOf(image: string | undefined, { workspaceMode }: ContainerParts): WholeMicrovm['workspace'] {
  const mode = oneOf('--workspace-mode', ['ro', 'rw'] as const, workspaceMode ?? 'ro');
  if (image !== undefined) return { image: resolve(image), mode };
  if (workspaceMode === undefined) return undefined;
  throw new Unusable(`--workspace-mode is for a --workspace-image: name one, got '${workspaceMode}'`);
}
