import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installed } from '../../clients/npm/installed';
import { put } from '../../runtime/scratch';
import type { Laptop } from './laptop';

/** Why commands can't be run in Claude's sandbox on this machine; `undefined` if they can. */
export function whyNoSandbox(): string | undefined {
  if (process.platform !== 'linux') return 'this kind of sandbox is tried on Linux only';
  const missing = ['/usr/bin/bwrap', '/usr/bin/socat', '/usr/bin/rg'].filter((path) => !existsSync(path));
  if (missing.length > 0) return `${missing.join(', ')} must be there: install bubblewrap, socat and ripgrep`;
  const namespaces = ['--unshare-user', '--unshare-net', '--unshare-pid', '--ro-bind', '/', '/', '--proc', '/proc'];
  const { status, stderr } = spawnSync('bwrap', [...namespaces, 'true'], { encoding: 'utf8' });
  return status === 0 ? undefined : `bubblewrap can't make a sandbox: ${stderr.trim()}`;
}

/** Where the packages are that tests install: sandbox-runtime's own programs must be readable in its sandbox. */
export const packages = async (): Promise<string> => join(await installed(''), '..', 'node_modules');

export const node22 = (): Promise<string> => installed(`node-linux-${process.arch}/bin/node`);

/** What a command in sandbox-runtime prints, whatever becomes of it. */
export async function sandboxed(laptop: Laptop, settings: object, command: string): Promise<string> {
  const program = await installed('@anthropic-ai/sandbox-runtime/dist/cli.js');
  const file = put(laptop.folder, 'srt.json', JSON.stringify(settings));
  const env = { ...(await laptop.variables()), HOME: laptop.home, PATH: '/usr/bin:/bin', GITHUB_TOKEN: 'of-the-user' };
  return output(await node22(), [program, '--settings', file, '-c', command], { env, cwd: laptop.workspace });
}

/** What a program prints on both its outputs; after a minute it is ended. */
export function output(
  program: string,
  args: readonly string[],
  setting: { env: NodeJS.ProcessEnv; cwd: string },
): Promise<string> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { ...setting, timeout: 150_000 }, (_error, stdout, stderr) => resolve(stdout + stderr));
    child.stdin?.end();
  });
}
