import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { cacheFolder } from '../../../lib/runtime/envoy/cache-folder';
import { seccompFilter } from '../../../lib/sandbox/seccomp/bpf/filter';

/** A sandbox that has all of this machine's files, so that nothing but the filter keeps a program from working. */
const sandbox = [
  ...['--unshare-user', '--uid', '1000', '--gid', '1000', '--disable-userns', '--unshare-pid', '--unshare-net', '--unshare-ipc'],
  ...['--cap-drop', 'ALL', '--die-with-parent', '--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'],
  // where the project or its programs are in /tmp
  ...[join(__dirname, '..', '..', '..'), cacheFolder(process.env)].flatMap((folder) => ['--ro-bind-try', folder, folder]),
  ...['--chdir', '/tmp', '--setenv', 'HOME', '/tmp', '--setenv', 'TMPDIR', '/tmp', '--setenv', 'GOCACHE', '/tmp/go'],
];

/** Why bubblewrap can start no sandbox on this machine; `undefined` if it can. */
export function whyNoBubblewrap(): string | undefined {
  const { error, status, stderr } = spawnSync('bwrap', [...sandbox, 'true'], { encoding: 'utf8' });
  return status === 0 ? undefined : `bubblewrap can't start a sandbox: ${error?.message ?? stderr.trim()}`;
}

export interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a command under the filter in bubblewrap to its end; `folder` is for the filter's file. */
export async function filtered(folder: string, command: readonly string[], input = ''): Promise<Ended> {
  const file = join(folder, 'filter.bpf');
  writeFileSync(file, seccompFilter());
  const filter = openSync(file, 'r');
  const child = spawn('bwrap', [...sandbox, '--seccomp', '3', ...command], { stdio: ['pipe', 'pipe', 'pipe', filter] });
  closeSync(filter);
  child.stdin?.end(input);
  const said = Promise.all([text(child.stdout as NodeJS.ReadableStream), text(child.stderr as NodeJS.ReadableStream)]);
  const [status] = await once(child, 'close');
  return { status, output: (await said).join('') };
}
