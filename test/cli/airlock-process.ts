import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../runtime/scratch';

const root = join(__dirname, '..', '..');
const command = ['--require', 'tsx/cjs', join(root, 'bin', 'agent-airlock.ts')];

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line as a process of its own. */
export class AirlockProcess {
  stdout = '';
  stderr = '';
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;

  /** Standard error isn't read if `readsErrors` is false. */
  constructor(args: readonly string[], environment: NodeJS.ProcessEnv = {}, { readsErrors = true } = {}) {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, ENVOY_PATH: process.env.ENVOY_PATH, ...environment };
    this.child = spawn(process.execPath, [...command, ...args], { env, cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout?.on('data', (chunk) => {
      this.stdout += chunk;
    });
    if (readsErrors) this.readErrors();
    // what isn't read never closes
    this.closed = once(this.child, readsErrors ? 'close' : 'exit');
  }

  readErrors(): void {
    this.child.stderr?.on('data', (chunk) => {
      this.stderr += chunk;
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Process id of its Envoy. */
  get envoy(): number | undefined {
    return envoysOf(this.pid)[0];
  }

  /** What it said about the URL after a name. */
  said(name: string): string {
    return new RegExp(`^${name}: (\\S+)$`, 'm').exec(this.stderr)?.[1] ?? '';
  }

  async ready(): Promise<this> {
    const isDone = () => this.stdout.includes('ready\n') || this.child.exitCode !== null;
    await until(isDone, () => `no ready: ${this.stderr}`);
    if (this.child.exitCode !== null) throw new Error(`ended with ${this.child.exitCode}: ${this.stderr}`);
    return this;
  }

  /** Sends it a signal and waits for its end. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.signal(signal);
    return this.ended();
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async ended(): Promise<Ended> {
    await this.closed;
    return { status: this.child.exitCode, stdout: this.stdout, stderr: this.stderr };
  }

  /** Nobody reads its standard output and error any more. */
  closeReaders(): void {
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
  }
}

/** Runs the command line to its end. */
export const airlock = (args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  new AirlockProcess(args, environment).ended();

/** Whether a process exists and is no zombie. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

function envoysOf(parent: number): number[] {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ').map(Number);
  return children.filter((pid) => /^envoy/.test(readFileSync(`/proc/${pid}/comm`, 'utf8')));
}

/** All files below a folder whose text holds `text`, and those that can't be read as files, such as sockets. */
export function filesWith(folder: string, text: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => readFileSync(path, 'utf8').includes(text));
}
