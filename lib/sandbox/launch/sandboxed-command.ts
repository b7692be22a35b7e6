import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { isatty } from 'node:tty';
import { bridgeProcess } from './bridge-process';
import { commandStaging, type Prefixes } from './command-staging';
import { outsideEnvironment } from './outside-environment';
import type { SandboxFolder } from './sandbox-folder';
import type { SandboxPlan } from './sandbox-plan';
import { leadStreams, streams } from './streams';

/** A command that runs in a sandbox, with this process's standard input and output, and its terminal. */
export class SandboxedCommand {
  private said = '';
  private readonly closed: Promise<[number | null, NodeJS.Signals | null]>;

  private constructor(private readonly child: ChildProcess) {
    this.closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    leadStreams(child);
    const status = child.stdio[statusDescriptor] as Readable;
    status.on('data', (bytes) => {
      this.said += bytes;
    });
  }

  /** Starts it; the proxy's sockets must be in `folder`, which is to be removed when it has ended, as is what holds it to its limits. */
  static start(plan: SandboxPlan, folder: SandboxFolder, held: Prefixes): SandboxedCommand {
    const { program, words, files } = commandStaging(plan, folder, held);
    try {
      const stdio = [...streams(), 'pipe' as const, ...files];
      // kill(2) of 0 ends all of a process group, whatever namespace they are in: a script's shell, or what a pipeline goes on with
      const detached = !isatty(0);
      return new SandboxedCommand(spawn(program, words, { cwd: '/', env: outsideEnvironment(), stdio, detached }));
    } finally {
      for (const file of files) closeSync(file);
    }
  }

  /** Hands a signal to the command; returns whether there is one to hand it to. */
  signal(name: NodeJS.Signals): boolean {
    const bridge = this.child.pid === undefined ? undefined : bridgeProcess(this.child.pid);
    return bridge !== undefined && process.kill(bridge, name);
  }

  /** Ends it and every process that it started, at once. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  /** The status that it ended with, 128 and the signal's number if it ended by one; `undefined` if it was never started. */
  async ended(): Promise<number | undefined> {
    const [code, signal] = await this.closed;
    if (signal) return 128 + constants.signals[signal];
    return this.report('exit-code') === undefined ? undefined : (code ?? undefined);
  }

  /** What bubblewrap said of the command, in JSON documents that follow each other. */
  private report(name: string): number | undefined {
    const [, digits] = new RegExp(`"${name}": (\\d+)`).exec(this.said) ?? [];
    return digits === undefined ? undefined : Number(digits);
  }
}

/** bubblewrap's file descriptor for what it says of the command. */
const statusDescriptor = 3;
