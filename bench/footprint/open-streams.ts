import { connect, type Socket } from 'node:net';
import type { Target } from '../generators/generator';
import { body, headers } from '../job';
import { firstEvent } from './holding-upstream';

/** Opens that many streams, each on a connection of its own; resolves when all have begun. */
export async function openStreams(target: Target, count: number): Promise<readonly Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const batch = Math.min(50, count - sockets.length);
    sockets.push(...(await Promise.all(Array.from({ length: batch }, () => openStream(target)))));
  }
  return sockets;
}

function openStream({ url, headers: own }: Target): Promise<Socket> {
  const { hostname, port, host, pathname } = new URL(url);
  const lines = Object.entries({ host, ...headers, ...own, 'content-length': String(Buffer.byteLength(body)) });
  const request = `POST ${pathname} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(request));
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (received.includes(firstEvent)) resolve(socket);
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`a stream was closed, having said ${JSON.stringify(received.slice(0, 100))}`)));
  });
}
