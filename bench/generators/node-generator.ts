import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { body, headers, host } from '../job';
import { quantile } from '../summary';
import type { Generator, Sample, Target } from './generator';

/** Bare sockets of Node, for machines without wrk: at 32 connections it takes more of the processors than some proxies do. */
export class NodeGenerator implements Generator {
  readonly name = 'node';

  constructor(private readonly trustedCa: string) {}

  async run(target: Target, connections: number, seconds: number): Promise<Sample> {
    const sockets = await Promise.all(Array.from({ length: connections }, () => open(target, this.trustedCa)));
    const started = performance.now();
    const until = started + seconds * 1000;
    const times = (await Promise.all(sockets.map((socket) => ask(socket, requestOf(target), until)))).flat();
    const elapsed = (performance.now() - started) / 1000;
    for (const socket of sockets) socket.destroy();
    const sorted = times.map((milliseconds) => milliseconds * 1000).sort((a, b) => a - b);
    return { requests: times.length, seconds: elapsed, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
  }
}

async function open(target: Target, ca: string): Promise<Socket> {
  const { protocol, hostname, port } = new URL(target.url);
  const to = { host: hostname, port: Number(port), noDelay: true };
  const socket = protocol === 'https:' ? connectTls({ ...to, ca, servername: host }) : connectTcp(to);
  await once(socket, protocol === 'https:' ? 'secureConnect' : 'connect');
  return socket;
}

function requestOf(target: Target): Buffer {
  const { host: asked, pathname } = new URL(target.url);
  const all = {
    host: target.authority ?? asked,
    ...headers,
    ...target.headers,
    'content-length': String(Buffer.byteLength(body)),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${pathname} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}

/** Asks until the time has come; gives each answer's milliseconds. */
async function ask(socket: Socket, request: Buffer, until: number): Promise<number[]> {
  const times: number[] = [];
  for (let asked = performance.now(); asked < until; asked = performance.now()) {
    socket.write(request);
    await answered(socket);
    times.push(performance.now() - asked);
  }
  return times;
}

/** Waits for one whole answer of status 200. */
function answered(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const settle = (error?: Error) => {
      socket.off('data', take).off('error', settle).off('close', cut);
      if (error) reject(error);
      else resolve();
    };
    const cut = () => settle(new Error('the connection was closed'));
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      const whole = Buffer.concat(chunks);
      const problem = problemIn(whole);
      if (problem !== undefined || isWhole(whole)) settle(problem === undefined ? undefined : new Error(problem));
    };
    socket.on('data', take).once('error', settle).once('close', cut);
  });
}
