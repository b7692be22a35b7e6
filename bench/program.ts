import { type ChildProcess, execFile, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { accepts } from '../lib/runtime/loopback-ports';
import { type CommandLine, diesWithParent } from '../lib/runtime/parent-death';

// Debian keeps nginx where only root's PATH leads
const env = { PATH: `${process.env.PATH}:/usr/local/sbin:/usr/sbin` };

/** What a program says of its version, in one line; undefined if it isn't on this machine. */
export function programVersion(program: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(program, args, { env }, (error, stdout, stderr) => {
      // a number is the program's own status: wrk -v ends with 1 and says its version all the same
      if (typeof error?.code === 'string') resolve(undefined);
      else resolve(`${stdout}${stderr}`.trim().split('\n')[0]);
    });
  });
}

/** Starts a program that ends with this process, and waits until it takes connections on `ports`. */
export async function startProgram(command: CommandLine, ports: readonly number[], stdio: StdioOptions): Promise<ChildProcess> {
  const [program, ...args] = await diesWithParent(command);
  const child = spawn(program, args, { stdio, env });
  child.once('error', () => {});
  const until = Date.now() + 30_000;
  while (child.pid !== undefined && child.exitCode === null && Date.now() < until) {
    if ((await Promise.all(ports.map(accepts))).every(Boolean)) return child;
    await pause(50);
  }
  await stopProgram(child);
  throw new Error(`${command.join(' ')} takes no connections on ${ports.join(', ')}`);
}

/** Ends a program within 3 s. */
export async function stopProgram(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 2000);
  await ended;
  clearTimeout(late);
}
