import { type ChildProcessWithoutNullStreams, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { put } from '../runtime/scratch';

/** What a room has in place of a network. */
export interface Doors {
  /** Paths of Unix sockets by the TCP port that leads to them. */
  readonly ports: Readonly<Record<number, string>>;
  /** Names that the room's only name server answers with the door's address; it knows no others. */
  readonly names: readonly string[];
}

export interface ClientEnded {
  readonly status: number;
  /** Standard output and standard error. */
  readonly output: string;
  /** The folder that it ran in. */
  readonly home: string;
}

export interface ClientSetting {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds after which it is ended. */
  readonly timeout: number;
}

/** The address in a sealed room that its doors are at. */
export const doorAddress = '10.87.0.1';

/** Starts a program in a network namespace of its own, of a user who isn't root in a user namespace too. */
const unshare = process.getuid?.() === 0 ? ['--net', '--mount'] : ['--net', '--mount', '--user', '--map-root-user'];
const enter = process.getuid?.() === 0 ? ['--net', '--mount'] : ['--net', '--mount', '--user', '--preserve-credentials'];

/** Why no room can be sealed on this machine; `undefined` if one can. */
export function whyNoRoom(): string | undefined {
  if (process.platform !== 'linux') return 'sealed rooms need Linux';
  const commands = 'ip link set lo up && mount --bind /etc/hostname /etc/resolv.conf';
  const { error, status, stderr } = spawnSync('unshare', [...unshare, 'sh', '-c', commands], { encoding: 'utf8' });
  return status === 0 ? undefined : `a room can't be sealed: ${error?.message ?? stderr.trim()}`;
}

/** A network without any way out but its doors, in which clients run. */
export class SealedRoom {
  private constructor(private readonly process: ChildProcessWithoutNullStreams) {}

  /** `folder` is for files of the room's. */
  static async open(folder: string, doors: Doors): Promise<SealedRoom> {
    const resolver = put(folder, 'resolv.conf', `nameserver ${doorAddress}\n`, 0o644);
    const program = ['--require', 'tsx/cjs', join(__dirname, 'sealed-room-process.ts')];
    const order = JSON.stringify({ ...doors, address: doorAddress, resolver });
    const child = spawn('unshare', [...unshare, process.execPath, ...program, order]);
    let complaints = '';
    child.stderr.on('data', (text) => {
      complaints += text;
    });
    const ended = once(child, 'exit').then(() => Promise.reject(new Error(`the room ended: ${complaints}`)));
    await Promise.race([once(createInterface(child.stdout), 'line'), ended]);
    return new SealedRoom(child);
  }

  /** Runs a client in the room to its end, with the environment given and nothing else. */
  run([program = '', ...args]: readonly string[], { cwd, env, timeout }: ClientSetting): Promise<ClientEnded> {
    const target = ['--target', String(this.process.pid), ...enter, `--wdns=${cwd}`];
    return new Promise((resolve) => {
      const options = { env, cwd, timeout, maxBuffer: 1 << 24 };
      const child = execFile('nsenter', [...target, program, ...args], options, (error, stdout, stderr) => {
        const status = typeof error?.code === 'number' ? error.code : error ? 1 : 0;
        resolve({ status, output: stdout + stderr, home: cwd });
      });
      // what reads its standard input would wait for it
      child.stdin?.end();
    });
  }

  async close(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.stdin.end();
    await ended;
  }
}
