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
function ask(socket: Socket, request: Buffer, until: number): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const times: number[] = [];
    let received: Buffer = Buffer.alloc(0);
    let asked = 0;
    const next = () => {
      asked = performance.now();
      socket.write(request);
    };
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const length = answerLength(received);
      if (length === undefined || received.length < length) return;
      const now = performance.now();
      times.push(now - asked);
      if (!received.toString('latin1', 0, 13).startsWith('HTTP/1.1 200 ')) reject(new Error(`got ${received}`));
      received = received.subarray(length);
      if (now < until) next();
      else resolve(times);
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the connection was closed')));
    next();
  });
}

/** Bytes of the whole answer, once its head is there. */
function answerLength(received: Buffer): number | undefined {
  const head = received.indexOf('\r\n\r\n');
  if (head < 0) return undefined;
  const length = /\r\ncontent-length: *(\d+)/i.exec(received.toString('latin1', 0, head))?.[1];
  if (length === undefined) throw new Error(`an answer without a content-length can't be counted: ${received}`);
  return head + 4 + Number(length);
}
