import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { NodeGenerator } from '../../bench/generators/node-generator';

let server: Server;
let asked = 0;

afterEach(() => new Promise((resolve) => server.close(resolve)));

/** A server that answers each request with these parts. */
async function answering(...parts: readonly string[]): Promise<string> {
  asked = 0;
  server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', () => {
      asked += 1;
      for (const part of parts) socket.write(part);
      if (parts.length === 0) socket.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/messages`;
}

const run = (url: string) => new NodeGenerator('').run({ url, headers: {} }, 2, 0.1);

test('counts exactly the requests that the server answered, however the answers were cut', async () => {
  const url = await answering('HTTP/1.1 200 OK\r\ncontent-le', 'ngth: 4\r\n\r\nab', 'cd');
  const { requests, p50, p99 } = await run(url);
  expect(requests).toBe(asked);
  expect(p50).toBeGreaterThan(0);
  expect(p99).toBeGreaterThanOrEqual(p50);
});

test.each([
  ['it is a refusal', ['HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n'], 'got HTTP/1.1 401 Unauthorized'],
  ['its end can’t be known', ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'], 'a 200 with a content-length'],
  ['the connection ends instead', [], 'the connection was closed'],
])('an answer doesn’t count, and nothing else does, if %s', async (_, parts, message) => {
  await expect(run(await answering(...parts))).rejects.toThrow(message);
});
