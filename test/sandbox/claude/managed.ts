import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { installed } from '../../clients/npm/installed';
import { put } from '../../runtime/scratch';
import type { Laptop } from './laptop';
import { output } from './sandboxed';

/** Gives a mount namespace an /etc of its own in which the first argument is the file of managed settings; runs the rest there. */
const withManagedSettings = `mount -t tmpfs none /mnt && mkdir /mnt/changes /mnt/work &&
  mount -t overlay none -o lowerdir=/etc,upperdir=/mnt/changes,workdir=/mnt/work /etc && umount -l /mnt &&
  mkdir -p /etc/claude-code && cp "$0" /etc/claude-code/managed-settings.json && exec "$@"`;

const unshare = process.getuid?.() === 0 ? ['--mount'] : ['--mount', '--user', '--map-root-user'];

/** Why no process can be given managed settings of its own on this machine; `undefined` if it can. */
export function whyNotManaged(): string | undefined {
  const args = [...unshare, 'sh', '-c', withManagedSettings, __filename, 'true'];
  const { error, status, stderr } = spawnSync('unshare', args, { encoding: 'utf8' });
  return status === 0 ? undefined : `/etc can't be laid over: ${error?.message ?? stderr.trim()}`;
}

export interface Order {
  /** `Run: COMMAND` or `Use TOOL: INPUT`, which the stand-in for the model then asks for. */
  readonly prompt: string;
  /** The text of the managed settings. */
  readonly settings: string;
  /** More options of Claude Code. @default - none */
  readonly options?: readonly string[];
}

/** What Claude Code prints in the laptop's workspace, with managed settings that nobody else on this machine has. */
export async function managedClaude(laptop: Laptop, { prompt, settings, options = [] }: Order): Promise<string> {
  const file = put(laptop.folder, 'managed-settings.json', settings);
  const program = await installed(`@anthropic-ai/claude-code-linux-${process.arch}/claude`);
  const command = [program, ...options, '--print', prompt];
  // as a user's shell has it
  const env = { HOME: laptop.home, PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, GITHUB_TOKEN: 'of-the-user' };
  return output('unshare', [...unshare, 'sh', '-c', withManagedSettings, file, ...command], { env, cwd: laptop.workspace });
}
