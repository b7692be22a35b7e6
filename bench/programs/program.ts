import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { accepts } from '../../lib/runtime/loopback-ports';
import { type CommandLine, diesWithParent } from '../../lib/runtime/parent-death';
import { onItsPlace, type Placement } from '../placement';

// Debian keeps nginx where only root's PATH leads
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/local/sbin:/usr/sbin` };

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

export interface ProgramProps {
  readonly command: CommandLine;
  /** Loopback ports that it takes connections on once it has started. */
  readonly ports: readonly number[];
  readonly placement?: Placement;
  /** File that gets its standard output. @default - nobody reads it */
  readonly output?: string;
  /** Variables besides this process's own. @default {} */
  readonly variables?: Readonly<Record<string, string>>;
}

/** A program that takes connections. */
export interface Program {
  readonly pid?: number;
  stop(): Promise<void>;
}

/** Starts a program on the contender's processor, and waits until it takes connections; it ends with this process. */
export async function startProgram({ command, ports, placement, output, variables }: ProgramProps): Promise<Program> {
  const [program, ...args] = await diesWithParent(onItsPlace(command, placement));
  const records = output === undefined ? undefined : openSync(output, 'a', 0o600);
  const child = spawn(program, args, { stdio: ['ignore', records ?? 'ignore', 'inherit'], env: { ...env, ...variables } });
  child.once('error', () => {});
  if (records !== undefined) closeSync(records);
  if (await takesConnections(child, ports)) return { pid: child.pid, stop: () => stopProgram(child) };
  await stopProgram(child);
  throw new Error(`${command.join(' ')} takes no connections on ${ports.join(', ')}`);
}

// LiteLLM loads for half a minute
const patienceMs = 120_000;

async function takesConnections(child: ChildProcess, ports: readonly number[]): Promise<boolean> {
  const until = Date.now() + patienceMs;
  while (child.pid !== undefined && child.exitCode === null && Date.now() < until) {
    if ((await Promise.all(ports.map(accepts))).every(Boolean)) return true;
    await pause(50);
  }
  return false;
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
