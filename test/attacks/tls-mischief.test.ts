import { describe, expect, test } from 'vitest';
import { handshake, openTunnel } from '../envoy/raw-client';
import { Arena } from './arena';
import { type Attack, attacks } from './attack';
import { clientHello, type Extension, inRecords, serverNames, withExtensions, withServerName } from './client-hello';
import { exchange } from './exchange';

const arena = new Arena();
const name = 'mirror.example.org';
const connect = `CONNECT ${name}:443 HTTP/1.1\r\nHost: ${name}:443\r\n\r\n`;
const latin1 = (bytes: Buffer | string) => (typeof bytes === 'string' ? bytes : bytes.toString('latin1'));

const through = (what: string, bytes: Buffer | string, rest: Partial<Attack> = {}): Attack => ({
  what,
  bytes: [connect, latin1(bytes)],
  port: 'proxy',
  tunnelled: true,
  without: ['no-tls-check'],
  ...rest,
});

const hello = clientHello(name);
const greeting = (servername: string) => through(servername || 'no name', clientHello(servername));
const naming = (what: string, ...names: readonly (readonly [number, string])[]) =>
  through(what, withServerName(hello, serverNames(...names)));
const extended = (what: string, edit: (extensions: Extension[]) => Extension[]) => through(what, withExtensions(hello, edit));
const odd = serverNames([0, 'odd.example.org']);

// Envoy itself would take these wherever their name leads
attacks(
  arena,
  'a handshake for another host that tunnels lead to',
  ['odd.example.org', 'a.mirror.example.org'].map(greeting).map((row) => ({
    ...row,
    without: ['no-name-check'],
  })),
);

attacks(arena, 'a handshake for another name', [
  ...['evil.example.org', 'api.anthropic.com', 'a.b.mirror.example.org', 'mirror.example.org.evil.example.org', ''].map(greeting),
  naming('the name and a dot', [0, `${name}.`]),
  naming('the name and a port', [0, `${name}:443`]),
  naming('the name, a NUL and another', [0, `${name}\0.evil.example.org`]),
  naming('the name and a space', [0, `${name} `]),
  naming('another name behind it', [0, name], [0, 'odd.example.org']),
  naming('another name before it', [0, 'odd.example.org'], [0, name]),
  naming('the name as another type', [1, name]),
  naming('an empty name', [0, '']),
  naming('no name in the list'),
  naming('an address', [0, '127.0.0.1']),
  naming('a wildcard', [0, '*.mirror.example.org']),
  naming('a name of 300 characters', [0, `${'a'.repeat(282)}.${name}`]),
  extended('a second extension with another name', (all) => [...all, [0, odd]]),
  extended('a first extension with another name', (all) => [[0, odd], ...all]),
  extended('an encrypted hello that is none', (all) => [...all, [0xfe0d, Buffer.from('0000010001', 'hex')]]),
]);

attacks(arena, 'what is no handshake', [
  through('plain HTTP', `GET /smuggled HTTP/1.1\r\nHost: ${name}\r\n\r\n`),
  through('CONNECT again', 'CONNECT evil.example.org:443 HTTP/1.1\r\nHost: evil.example.org:443\r\n\r\n'),
  through('HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0'),
  through('SSH', 'SSH-2.0-x\r\n'),
  through('SMTP', 'EHLO x\r\n'),
  through('a DNS query', '\0\x1d\0\x01\x01\0\0\x01\0\0\0\0\0\0\x01a\x07example\x03org\0\0\x01\0\x01'),
  through('zeros', '\0'.repeat(64)),
  through('a handshake of SSL 2', '\x80\x2e\x01\0\x02\0\x15\0\0\0\x10\x01\0\x80'),
  through('a TLS alert', '\x15\x03\x01\0\x02\x02\x28'),
  through('TLS application data', '\x17\x03\x03\0\x05hello'),
  through('a record of a wrong length', '\x16\x03\x01\xff\xff\x01\0\xff\xfa\x03\x03'),
  through(
    'a hello of 40,000 bytes',
    withExtensions(hello, (all) => [...all, [21, Buffer.alloc(40_000)]]),
  ),
  { ...through('plain HTTP with CONNECT', ''), bytes: `${connect}GET /smuggled HTTP/1.1\r\nHost: ${name}\r\n\r\n` },
]);

describe('a handshake for the right name arrives', () => {
  test.each([
    ['in one write', [hello]],
    ['in writes of 7 bytes', Array.from({ length: Math.ceil(hello.length / 7) }, (_, at) => hello.subarray(at * 7, at * 7 + 7))],
    ['in records of 5 bytes', [inRecords(hello, 5)]],
    ['in capitals', [withServerName(hello, serverNames([0, name.toUpperCase()]))]],
  ])('%s', async (_, parts) => {
    await exchange(arena.proxy, [connect, ...parts.map(latin1)], { gap: 0, quiet: 300 });
    expect(arena.upstream.connections).toBe(1);
  });

  test('in the same write as CONNECT', async () => {
    await exchange(arena.proxy, connect + latin1(hello), { quiet: 200 });
    expect(arena.upstream.connections).toBe(1);
  });
});

test('what an agent does inside a tunnel is between it and the host: no key of ours is there', async () => {
  const secure = await handshake(await openTunnel(arena.proxy, `${name}:443`), name, arena.authority.certificate);
  secure.write('GET / HTTP/1.1\r\nHost: evil.example.org\r\nAuthorization: mine\r\n\r\n');
  await expect.poll(() => arena.upstream.seen().length).toBe(1);
  expect(arena.upstream.bytes).not.toMatch(/real-/);
  secure.destroy();
});
