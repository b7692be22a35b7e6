import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { systemPrograms } from './system-programs';

/** A file or folder that is locked, alone or with others who share it. */
export interface Lockable {
  readonly path: string;
  readonly isShared: boolean;
}

// of flock, where somebody else has it
const taken = 75;

/** Locks of this process until it lets go or ends, however it ends: the kernel's, kept by a child that ends with its input. */
export class HeldLocks {
  private constructor(private readonly child: ChildProcess) {}

  /** Nothing if somebody else has one of them; the child is listed with the words of `said`. Throws an Error if there is no flock. */
  static async take(wanted: readonly Lockable[], said: readonly string[] = []): Promise<HeldLocks | undefined> {
    const words = wanted.flatMap(({ path, isShared }) => [...locking, isShared ? '--shared' : '--exclusive', path]);
    const [program = 'sh', ...rest] = [...words, 'sh', '-c', 'echo held; read -r _', ...said];
    // a terminal's interrupt is for the process that it works for
    const child = spawn(program, rest, { stdio: ['pipe', 'pipe', 'ignore'], env: systemPrograms, cwd: '/', detached: true });
    const held = once(child.stdout, 'data').then(() => true);
    const ended = once(child, 'exit').then(([code]) => code as number | null);
    const first = await Promise.race([held, ended]).catch(() => null);
    if (first === true) return new HeldLocks(child);
    if (first === taken) return undefined;
    const last = wanted.at(-1)?.path;
    throw new Error(`flock must be there to keep others off what is changed: install util-linux, got none for '${last}'`);
  }

  async release(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.stdin?.end();
    await ended;
  }
}

// each becomes the next, with the locks of those before
const locking = ['flock', '--no-fork', '--nonblock', '--conflict-exit-code', `${taken}`];
