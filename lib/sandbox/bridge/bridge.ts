import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, closeSync, constants as fileModes, readdirSync, readFileSync, statSync } from 'node:fs';
import { connect, createServer, Socket } from 'node:net';
import { constants } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';

// Runs in a sandbox, and is put there alone: it may import nothing but Node's own modules.
// bridge --forward ADDRESS:PORT=SOCKET... -- COMMAND... leads TCP ports to Unix sockets while COMMAND runs, and ends with its status.

interface Door {
  readonly address: string;
  readonly port: number;
  readonly socket: string;
}

interface Order {
  readonly doors: readonly Door[];
  readonly command: readonly string[];
}

/** What it ends with when COMMAND wasn't started; a command that isn't found ends with 127 as in a shell, one that can't be run with 126. */
const notStarted = 3;

/** How long a connection waits for a place in the queue of a socket. */
const patienceMs = 10_000;

async function main(args: readonly string[]): Promise<void> {
  const { doors, command } = orderOf(args);
  if (process.pid === 1) throw new Error('the first process must be an init, which reaps others: docker run --init');
  closeInherited();
  doors.forEach(checkSocket);
  if (doors[0]) await checkProxy(doors[0]);
  await Promise.all(doors.map(listen));
  const child = start(command);
  child.once('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  child.once('error', ({ code, message }: NodeJS.ErrnoException) => fail(message, code === 'ENOENT' ? 127 : 126));
}

function orderOf(args: readonly string[]): Order {
  const end = args.indexOf('--');
  const command = end < 0 ? [] : args.slice(end + 1);
  const written = end < 0 ? args : args.slice(0, end);
  const isOdd = written.some((word, index) => index % 2 === 0 && word !== '--forward');
  if (isOdd || written.length % 2 !== 0 || command.length === 0) {
    throw new Error('usage: bridge --forward ADDRESS:PORT=SOCKET... -- COMMAND...');
  }
  return { doors: written.filter((_, index) => index % 2 === 1).map(doorOf), command };
}

function doorOf(text: string): Door {
  const [, address = '', digits = '', socket = ''] = /^\[?([0-9a-fA-F.:]+?)\]?:(\d{1,5})=(\/.*)$/.exec(text) ?? [];
  const port = Number(digits);
  if (port < 1 || port > 65_535) throw new Error(`--forward must be ADDRESS:PORT=/SOCKET, got '${text}'`);
  return { address, port, socket };
}

/** Closes what COMMAND would get besides the first three descriptors; Node keeps only the low ones of them from it. */
function closeInherited(): void {
  const open = readdirSync('/proc/self/fd').map(Number);
  for (const descriptor of open.filter((number) => number > 2 && isInherited(number))) closeSync(descriptor);
}

function isInherited(descriptor: number): boolean {
  try {
    const [, flags = '0'] = /^flags:\s+(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8')) ?? [];
    return (Number.parseInt(flags, 8) & closeOnExec) === 0;
  } catch {
    // the one of the folder that was read is closed already
    return false;
  }
}

// proc_pid_fdinfo(5)
const closeOnExec = 0o2000000;

function checkSocket({ socket }: Door): void {
  try {
    accessSync(socket, fileModes.W_OK);
  } catch (error) {
    // gVisor says so of a socket on a read-only mount, to which it connects all the same
    if ((error as NodeJS.ErrnoException).code !== 'EROFS') throw error;
  }
  if (!statSync(socket).isSocket()) throw new Error(`the proxy can't be reached by its socket: '${socket}' is something else`);
}

/** One answers for all: the proxy keeps a record of what says nothing where TLS is awaited. */
async function checkProxy({ socket }: Door): Promise<void> {
  const answer = await attempt(socket);
  if (!(answer instanceof Socket)) throw new Error(`the proxy can't be reached by its socket: ${answer.message}`);
  answer.destroy();
}

function listen({ address, port, socket }: Door): Promise<void> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => void lead(client, socket));
  return new Promise((resolve, reject) => {
    // later ones are of single connections, such as one too many
    server.on('error', ({ message }) => reject(new Error(`a port can't be had: ${message}`)));
    // `ipv6Only`: a port of every IPv6 address would take every IPv4 address's too
    server.listen({ host: address, port, backlog: 4096, ipv6Only: true }, resolve);
  });
}

/** Joins a client to a socket; if that can't be reached, the client's connection is reset. */
async function lead(client: Socket, path: string): Promise<void> {
  // an error closes it, which is all that is to be done before it is joined
  client.on('error', () => undefined);
  const upstream = await reached(client, path);
  if (!upstream) return reset(client);
  upstream.once('error', () => reset(client));
  client.once('error', () => upstream.destroy());
  if (client.destroyed) upstream.destroy();
  else client.pipe(upstream).pipe(client);
}

async function reached(client: Socket, path: string): Promise<Socket | undefined> {
  const until = Date.now() + patienceMs;
  while (!client.destroyed) {
    const answer = await attempt(path);
    if (answer instanceof Socket) return answer;
    // a Unix socket whose queue is full refuses at once, where TCP would keep the connection waiting
    if (answer.code !== 'EAGAIN' || Date.now() > until) return undefined;
    await pause(20);
  }
  return undefined;
}

function attempt(path: string): Promise<Socket | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    const socket = connect({ path, allowHalfOpen: true }, () => resolve(socket.off('error', resolve)));
    socket.once('error', resolve);
  });
}

function reset(client: Socket): void {
  if (!client.destroyed) client.resetAndDestroy();
}

function start([program = '', ...args]: readonly string[]): ChildProcess {
  // listened for first: COMMAND may run, and be sent one, before spawn() returns
  for (const signal of signals) {
    process.on(signal, () => {
      if (!(ofTerminal.has(signal) && isInForeground())) child.kill(signal);
    });
  }
  const child = spawn(program, args, { stdio: 'inherit' });
  return child;
}

const signals = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGWINCH'] as const;
const ofTerminal: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT', 'SIGWINCH'] as const);

/** Whether a terminal sends its signals to this process's group, and so to COMMAND by itself: handed on, it would get each twice. */
function isInForeground(): boolean {
  try {
    // proc_pid_stat(5): after the name, which may hold spaces, come state, ppid, pgrp, session, tty_nr and tpgid
    const [, , group, , terminal, foreground] = (readFileSync('/proc/self/stat', 'utf8').split(') ').pop() ?? '').split(' ');
    return terminal !== '0' && group === foreground;
  } catch {
    return false;
  }
}

function fail(why: string, status: number): never {
  process.stderr.write(`bridge: ${why.replaceAll('\n', ' ')}\n`);
  process.exit(status);
}

main(process.argv.slice(2)).catch((error: Error) => fail(error.message, notStarted));
