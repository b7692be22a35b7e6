import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
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

  /** Nothing if somebody else has one of them; the child is listed with the words of `said`. Throws an Error if there is no flock, or a file system has none. */
  static async take(wanted: readonly Lockable[], said: readonly string[] = []): Promise<HeldLocks | undefined> {
    const words = wanted.flatMap(({ path, isShared }) => [...locking, isShared ? '--shared' : '--exclusive', path]);
    const [program = 'sh', ...rest] = [...words, 'sh', '-c', 'echo held; read -r _', ...said];
    // a terminal's interrupt is for the process that it works for
    const child = spawn(program, rest, { stdio: 'pipe', env: systemPrograms, cwd: '/', detached: true });
    const objection = text(child.stderr);
    const held = once(child.stdout, 'data').then(() => true);
    const ended = once(child, 'exit').then(([code]) => code as number | null);
    const first = await Promise.race([held, ended]).catch(() => null);
    if (first === true) return new HeldLocks(child);
    if (first === taken) return undefined;
    throw new Error(first === null ? noFlock : refused(await objection));
  }

  async release(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.stdin?.end();
    await ended;
  }
}

// each becomes the next, with the locks of those before
const locking = ['flock', '--no-fork', '--nonblock', '--conflict-exit-code', `${taken}`];

const noFlock =
  'flock must be there to keep others off what is changed: install util-linux, got none in the folders of the system';

const refused = (objection: string): string =>
  `what is worked with must be locked, which its file system may refuse: use a folder on another one, got '${objection.trim()}'`;
