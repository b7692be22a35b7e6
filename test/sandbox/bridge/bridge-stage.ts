import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeAll } from 'vitest';
import { type Carrier, entrypoint, forwards } from '../../../lib/sandbox/bridge/entrypoint';
import { freePorts } from '../../envoy/free-ports';
import { scratchFolder, until } from '../../runtime/scratch';

const root = join(__dirname, '../../..');
const compiler = join(root, 'node_modules/typescript/bin/tsc');

/** An init in a process namespace of its own, at whose end socat ends too. */
const init = ['bwrap', '--dev-bind', '/', '/', '--proc', '/proc', '--unshare-pid', '--die-with-parent', '--'];

/** Carriers that this machine has. */
export const carriers: readonly Carrier[] =
  spawnSync('socat', ['-V']).status === 0 && spawnSync('bwrap', [...init.slice(1), 'true']).status === 0
    ? ['node', 'socat']
    : ['node'];

export interface BridgeEnded {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program under the bridge, with nothing in its environment but PATH. */
export class BridgeProcess {
  stdout = '';
  stderr = '';

  private readonly closed: Promise<unknown>;

  constructor(readonly child: ChildProcess) {
    this.closed = once(child, 'close');
    child.stdout?.on('data', (chunk) => {
      this.stdout += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      this.stderr += chunk;
    });
  }

  /** Waits until the program has said `ready`. */
  async ready(): Promise<this> {
    const isDone = () => this.stdout.includes('ready') || this.child.exitCode !== null;
    await until(isDone, () => `no ready: ${this.stderr}`);
    if (this.child.exitCode !== null) throw new Error(`ended with ${this.child.exitCode}: ${this.stderr}`);
    return this;
  }

  async ended(): Promise<BridgeEnded> {
    await this.closed;
    return { status: this.child.exitCode, stdout: this.stdout, stderr: this.stderr };
  }
}

/** The bridge as it is compiled, alone in a folder, and a socket that stands for the proxy's. */
export class BridgeStage {
  readonly folder = scratchFolder();
  readonly file = join(this.folder, 'bridge.cjs');
  readonly socket = join(this.folder, 'proxy.sock');
  port = 0;
  private readonly children: ChildProcess[] = [];
  private readonly servers: Server[] = [];
  private readonly sockets: Socket[] = [];

  constructor() {
    beforeAll(async () => {
      const options = ['--ignoreConfig', '--module', 'node20', '--target', 'es2022', '--types', 'node', '--skipLibCheck'];
      const source = join(root, 'lib/sandbox/bridge/bridge.ts');
      execFileSync(process.execPath, [compiler, ...options, '--outDir', this.folder, source], { cwd: root });
      execFileSync('mv', [join(this.folder, 'bridge.js'), this.file]);
      [this.port = 0] = await freePorts(1);
    });
    afterEach(async () => {
      for (const child of this.children.splice(0)) child.kill('SIGKILL');
      for (const socket of this.sockets.splice(0)) socket.destroy();
      await Promise.all(this.servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
    });
  }

  /** What a program's words follow. */
  words(carrier: Carrier = 'node', { address = '127.0.0.1', port = this.port, socket = this.socket } = {}): readonly string[] {
    const doors = [{ address, port, socket }];
    return carrier === 'node'
      ? [process.execPath, this.file, ...forwards(doors), '--']
      : [...init, ...entrypoint(carrier, doors)];
  }

  start([program = '', ...args]: readonly string[], env: NodeJS.ProcessEnv = {}): BridgeProcess {
    const child = spawn(program, args, { env: { PATH: process.env.PATH, ...env }, stdio: 'pipe' });
    this.children.push(child);
    return new BridgeProcess(child);
  }

  /** The proxy's place, with what it does with each connection. */
  async proxy(serve: (socket: Socket) => void, backlog = 128): Promise<Server> {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      this.sockets.push(socket);
      serve(socket.on('error', () => undefined));
    });
    await once(server.listen({ path: this.socket, backlog }), 'listening');
    this.servers.push(server);
    return server;
  }

  client(): Socket {
    return connect({ port: this.port, host: '127.0.0.1', allowHalfOpen: true });
  }
}

/** All that a connection gives until it ends. */
export async function everything(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
