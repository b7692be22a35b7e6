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

/** A byte a second for 12 seconds, longer than headers may take. */
const dripping = Array.from({ length: 12 }, () => 'x');
const slowly = (target: Target, port: 'gateway' | 'proxy', parts: readonly string[]) =>
  exchange(target[port], parts, { gap: 1_000, patience: 12_000, quiet: 12_000 });

const rows = [
  ['headers that never end', 'gateway', [`${post}X-Harmless: `, ...dripping], 408],
  ['headers of CONNECT that never end', 'proxy', [connect.slice(0, -2), 'X-Harmless: ', ...dripping], 408],
  ['a request line that never ends', 'gateway', ['GET /claude/v1/files/', ...dripping], 408],
  ['half a handshake in a tunnel', 'proxy', [connect, hello.slice(0, 60)], 200],
  ['a handshake by the byte in a tunnel', 'proxy', [connect, ...hello.slice(0, 14)], 200],
  ['a tunnel without a handshake', 'proxy', [connect], 200],
] as const;

let answers: ReadonlyMap<string, Exchange>;
let served = 0;
let without: Exchange;

// all at once, as each takes as long as it may
beforeAll(async () => {
  const weak = await arena.without('no-header-timeout');
  const slow = rows.map(async ([what, port, parts]) => [what, await slowly(arena, port, parts)] as const);
  const silent = Array.from({ length: 100 }, () => exchange(arena.gateway, [], { patience: 3_000 }));
  const unbounded = slowly(weak, 'gateway', rows[0][2]);
  served = (await exchange(arena.gateway, requestText('POST /claude/v1/messages', [], '{}'))).status;
  await Promise.all(silent);
  answers = new Map(await Promise.all(slow));
  without = await unbounded;
});

describe('a client that takes its time is cut off:', () => {
  test.each(rows)('%s', (what, _port, _parts, expected) => {
    const answer = answers.get(what);
    expect(answer?.status).toBe(expected);
    expect(answer?.closed || answer?.status === 408).toBe(true);
    expect(answer?.ms).toBeLessThan(11_900);
  });

  test('with the reason, where headers were read', () => {
    expect(answers.get(rows[0][0])?.denied).toBe('timed-out');
    expect(answers.get(rows[1][0])?.denied).toBe('timed-out');
  });

  test('and another one, beside a hundred silent connections, is served', () => {
    expect(served).toBe(200);
  });

  test('it would not be, without the time that headers have', () => {
    expect([without.status, without.closed]).toEqual([0, false]);
  });
});
