import { type ChildProcess, type ChildProcessWithoutNullStreams, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { joined } from '../../clients/joined';

/** What a host's namespaces are made of. */
export interface HostOrder {
  /** Folder that takes the place of /etc. */
  readonly etc: string;
  /** Paths of programs by the names that they have in /run. */
  readonly programs: Readonly<Record<string, string>>;
  readonly addresses: readonly string[];
  /** What an address and port of the host's lead to: a Unix socket. */
  readonly outward: readonly { readonly address: string; readonly port: number; readonly path: string }[];
  /** Unix sockets that lead to the host's ports. */
  readonly inward: readonly { readonly path: string; readonly port: number }[];
  /** What its name server knows, at 169.254.169.254. */
  readonly names: Readonly<Record<string, readonly string[]>>;
}

export interface HostRoomProps {
  readonly folder: string;
  /** By path, all below /etc. */
  readonly files: ReadonlyMap<string, string>;
  readonly programs?: HostOrder['programs'];
  /** Loopback ports of stand-ins, by the address and port that they stand in at. */
  readonly standIns: readonly {
    readonly names: readonly string[];
    readonly address: string;
    readonly port: number;
    readonly to: number;
  }[];
  /** Ports of the host that can be connected to. @default - none */
  readonly ports?: readonly number[];
}

export interface Ended {
  readonly status: number;
  /** Standard output and standard error. */
  readonly output: string;
}

const flags = ['--net', '--mount'];

/** Why no host can be made on this machine; `undefined` if one can. */
export function whyNoHost(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'a host needs Linux, and root';
  const commands = 'ip link set lo up && mount -t tmpfs tmpfs /run && setpriv --reuid=101 --regid=101 --clear-groups true';
  const { error, status, stderr } = spawnSync('unshare', [...flags, 'sh', '-c', commands], { encoding: 'utf8' });
  return status === 0 ? undefined : `a host can't be made: ${error?.message ?? stderr.trim()}`;
}

/**
 * Stands in for a host of Container-Optimized OS: a network of its own, /etc and /run of its own, and the cloud's metadata server, resolver and
 * services at their real addresses, so that what is deployed runs there as it is.
 */
export class HostRoom {
  private constructor(
    private readonly process: ChildProcessWithoutNullStreams,
    private readonly folder: string,
    private readonly forwarders: readonly Server[],
  ) {}

  static async open({ folder, files, programs = {}, standIns, ports = [] }: HostRoomProps): Promise<HostRoom> {
    const etc = etcWith(join(folder, 'etc'), files);
    const outward = standIns.map(({ address, port }) => ({ address, port, path: join(folder, `${address}-${port}.sock`) }));
    const forwarders = await Promise.all(standIns.map(({ to }, index) => forward(outward[index]?.path ?? '', to)));
    const order: HostOrder = {
      ...{ etc, programs, outward },
      addresses: [...new Set(standIns.map(({ address }) => address))].filter((address) => !address.startsWith('127.')),
      inward: ports.map((port) => ({ port, path: socketOf(folder, port) })),
      names: Object.fromEntries(standIns.flatMap(({ names, address }) => names.map((name) => [name, [address]]))),
    };
    const program = ['--require', 'tsx/cjs', join(__dirname, 'host-room-process.ts')];
    const child = spawn('unshare', [...flags, process.execPath, ...program, JSON.stringify(order)]);
    let complaints = '';
    child.stderr.on('data', (text) => {
      complaints += text;
    });
    const ended = once(child, 'exit').then(() => Promise.reject(new Error(`the host ended: ${complaints}`)));
    await Promise.race([once(createInterface(child.stdout), 'line'), ended]);
    return new HostRoom(child, folder, forwarders);
  }

  /** Path of the Unix socket that leads to a port of the host. */
  socket(port: number): string {
    return socketOf(this.folder, port);
  }

  /** Runs a program there as root, to its end. */
  run(program: string, ...args: readonly string[]): Promise<Ended> {
    return new Promise((resolve) => {
      execFile(
        'nsenter',
        this.entering([program, ...args]),
        { env: { PATH: process.env.PATH }, timeout: 170_000 },
        (error, out, err) => {
          const status = typeof error?.code === 'number' ? error.code : error ? 1 : 0;
          resolve({ status, output: out + err });
        },
      );
    });
  }

  /** Starts a program there as root. */
  start(program: string, ...args: readonly string[]): ChildProcess {
    return spawn('nsenter', this.entering([program, ...args]), { env: {}, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  async close(): Promise<void> {
    for (const server of this.forwarders) server.close();
    if (this.process.exitCode !== null) return;
    const ended = once(this.process, 'exit');
    this.process.stdin.end();
    await ended;
  }

  private entering(command: readonly string[]): string[] {
    return ['--target', String(this.process.pid), ...flags, ...command];
  }
}

const socketOf = (folder: string, port: number): string => join(folder, `port-${port}.sock`);

/** A copy of this machine's /etc with other files in it. */
function etcWith(folder: string, files: ReadonlyMap<string, string>): string {
  cpSync('/etc', folder, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !/^\/etc\/(ssl\/private|shadow)/.test(path),
  });
  chownSync(folder, 0, 0);
  const own = { '/etc/resolv.conf': 'nameserver 169.254.169.254\n', '/etc/hosts': '127.0.0.1 localhost\n' };
  for (const [path, text] of [...files, ...Object.entries(own)]) {
    const place = join(folder, path.replace(/^\/etc\//, ''));
    mkdirSync(dirname(place), { recursive: true });
    // it may be a link out of here, as to /dev/null or to the machine's own
    rmSync(place, { force: true });
    writeFileSync(place, text, { mode: 0o644 });
  }
  return folder;
}

async function forward(path: string, port: number): Promise<Server> {
  const server = createServer((client) => joined(client, connect(port, '127.0.0.1')));
  await once(server.listen(path), 'listening');
  return server;
}
