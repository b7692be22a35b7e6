import { once } from 'node:events';
import { connect as connectTo, type Socket } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { Arena } from './arena';
import { clientHello } from './client-hello';
import { type Exchange, exchange } from './exchange';
import { requestText } from './request-text';
import type { Target } from './weakened-envoy';

const arena = new Arena();
const post = 'POST /claude/v1/messages HTTP/1.1\r\nHost: proxy\r\n';
const connect = 'CONNECT mirror.example.org:443 HTTP/1.1\r\nHost: mirror.example.org:443\r\n\r\n';
const hello = clientHello('mirror.example.org').toString('latin1');

/** A byte a second, for longer than anyone waits. */
const dripping = Array.from({ length: 120 }, () => 'x');
const slowly = (target: Target, port: 'gateway' | 'proxy', parts: readonly string[], signal?: AbortSignal) =>
  exchange(target[port], parts, { gap: 1_000, patience: 90_000, quiet: 90_000, signal });

const rows = [
  ['headers that never end', 'gateway', [`${post}X-Harmless: `, ...dripping], 408],
  ['headers of CONNECT that never end', 'proxy', [connect.slice(0, -2), 'X-Harmless: ', ...dripping], 408],
  ['a request line that never ends', 'gateway', ['GET /claude/v1/files/', ...dripping], 408],
  ['half a handshake in a tunnel', 'proxy', [connect, hello.slice(0, 60)], 200],
  ['a handshake by the byte in a tunnel', 'proxy', [connect, ...hello.slice(0, 120)], 200],
  ['a tunnel without a handshake', 'proxy', [connect], 200],
] as const;

/** A connection that says nothing. */
async function connected(): Promise<Socket> {
  const socket = connectTo(arena.gateway, '127.0.0.1').on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

let answers: ReadonlyMap<string, Exchange>;
let served = 0;
let without: Exchange;

// all at once, as each takes as long as it may
beforeAll(async () => {
  const weak = await arena.without('no-header-timeout');
  const slow = rows.map(async ([what, port, parts]) => [what, await slowly(arena, port, parts)] as const);
  const over = new AbortController();
  const silent = await Promise.all(Array.from({ length: 100 }, connected));
  const unbounded = slowly(weak, 'gateway', rows[0][2], over.signal);
  served = (await exchange(arena.gateway, requestText('POST /claude/v1/messages', [], '{}'))).status;
  answers = new Map(await Promise.all(slow));
  over.abort();
  for (const socket of silent) socket.destroy();
  without = await unbounded;
});

describe('a client that takes its time is cut off:', () => {
  test.each(rows)('%s', (what, _port, _parts, expected) => {
    const answer = answers.get(what);
    expect(answer?.status).toBe(expected);
    expect(answer?.closed).toBe(true);
  });

  test('with the reason, where headers were read', () => {
    expect(answers.get(rows[0][0])?.denied).toBe('timed-out');
    expect(answers.get(rows[1][0])?.denied).toBe('timed-out');
  });

  test('and another one, beside a hundred silent connections, is served', () => {
    expect(served).toBe(200);
  });

  test('they would not be at that time, without the time that headers have', () => {
    expect([without.status, without.closed]).toEqual([0, false]);
  });
});
