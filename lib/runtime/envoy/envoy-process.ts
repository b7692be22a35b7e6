import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { LineCutter } from '../../audit/line-cutter';
import { atExit } from '../at-exit';
import { diesWithParent } from '../parent-death';
import { socketName } from '../private-folder';
import { EnvoyAdmin } from './envoy-admin';

interface EnvoyEvents {
  /** A line that Envoy wrote to standard output: an audit record. */
  line: [line: string];
  /** A line of Envoy's own log, `level message`. */
  complaint: [line: string];
  /** Envoy has ended, and all its lines were delivered. */
  end: [how: string];
}

const drainMs = 10_000;
const flags = ['--disable-hot-restart', '--concurrency', '2', '--log-level', 'warning', '--log-format', '%l %v'];
const times = ['--file-flush-interval-msec', '500', '--drain-time-s', String(drainMs / 1000), '--drain-strategy', 'immediate'];

/** One Envoy process of ours. */
export class EnvoyProcess extends EventEmitter<EnvoyEvents> {
  /** How it ended, once it has. */
  ended: string | undefined;
  private readonly admin: EnvoyAdmin;
  private readonly forget = atExit(() => this.child.kill('SIGKILL'));

  private constructor(
    private readonly child: ChildProcessByStdio<null, Readable, Readable>,
    folder: string,
  ) {
    super();
    this.admin = new EnvoyAdmin(join(folder, socketName));
    this.pass(child.stdout, 'line');
    this.pass(child.stderr, 'complaint');
    // also said of a signal that can't be sent, which ends nothing
    child.on('error', (error) => child.pid === undefined && this.end(error.message));
    // unlike exit, close comes after the last line
    child.once('close', (status, signal) => this.end(signal ? `by ${signal}` : `with status ${status}`));
  }

  /** Starts `binary` with a bootstrap file; nothing of this process's environment is handed on. */
  static async spawn(binary: string, bootstrap: string, folder: string): Promise<EnvoyProcess> {
    const [program, ...args] = await diesWithParent([binary, '--config-path', bootstrap, ...flags, ...times]);
    // in a process group of its own: a terminal's Ctrl-C is for us to turn into a graceful end
    const child = spawn(program, args, { cwd: folder, env: {}, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    return new EnvoyProcess(child, folder);
  }

  /** Whether it serves; false also when it doesn't answer (yet). */
  isLive(): Promise<boolean> {
    return this.admin.isLive().catch(() => false);
  }

  /** How many tokens it got by OAuth 2 since its start; 0 also when it doesn't answer. */
  tokensFetched(): Promise<number> {
    return this.admin.tokensFetched().catch(() => 0);
  }

  /** Takes no more connections, waits up to 10 s for what is being served, ends it. `now` cuts the wait short. */
  async stop(now: AbortSignal): Promise<void> {
    if (this.ended === undefined) await this.drain(now);
    await this.kill();
  }

  /** Ends it at once; within 3 s in any case. */
  async kill(): Promise<void> {
    for (const [signal, ms] of [
      ['SIGTERM', 2000],
      ['SIGKILL', 1000],
    ] as const) {
      if (this.ended !== undefined) return;
      this.child.kill(signal);
      await Promise.race([once(this, 'end'), pause(ms, undefined, { ref: false })]);
    }
  }

  private async drain(now: AbortSignal): Promise<void> {
    const until = Date.now() + drainMs;
    await this.admin.drain().catch(() => {});
    while (this.ended === undefined && !now.aborted && Date.now() < until) {
      // no answer says nothing about what is being served
      if ((await this.admin.activeRequests().catch(() => undefined)) === 0) return;
      await pause(100, undefined, { signal: now }).catch(() => {});
    }
  }

  private pass(stream: Readable, event: 'line' | 'complaint'): void {
    const cutter = new LineCutter();
    const emit = (lines: readonly string[]) => {
      for (const line of lines) this.emit(event, line);
    };
    stream.on('data', (bytes) => emit(cutter.push(bytes))).on('end', () => emit(cutter.end()));
  }

  private end(how: string): void {
    if (this.ended !== undefined) return;
    this.ended = how;
    this.forget();
    this.emit('end', how);
  }
}
