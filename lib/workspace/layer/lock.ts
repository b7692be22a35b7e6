import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { systemPrograms } from '../system-programs';
import type { LayerPlace } from './place';

// of flock, where somebody else has it
const taken = 75;

/** Holds a layer for this process until it lets go or ends, however it ends: the kernel's lock is kept by a child that ends with its input. */
export class LayerLock {
  private constructor(private readonly child: ChildProcess) {}

  /** Throws an Error if another process holds it. */
  static async take({ lock, workspace }: LayerPlace): Promise<LayerLock> {
    const script = 'echo held; exec cat >/dev/null';
    const child = spawn('flock', ['--nonblock', '--conflict-exit-code', `${taken}`, lock, 'sh', '-c', script], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: systemPrograms,
      // a terminal's interrupt is for the process that it works for
      detached: true,
    });
    const held = once(child.stdout, 'data').then(() => true);
    const ended = once(child, 'exit').then(([code]) => code as number | null);
    const first = await Promise.race([held, ended]).catch(() => null);
    if (first === true) return new LayerLock(child);
    if (first === taken)
      throw new Error(`changes to a workspace can be worked with by one at a time: wait for the other, got '${workspace}'`);
    throw new Error(`flock must be there to keep others off what is changed: install util-linux, got none for '${lock}'`);
  }

  async release(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.stdin?.end();
    await ended;
  }
}
