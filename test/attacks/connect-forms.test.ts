import { describe, expect, test } from 'vitest';
import { Arena } from './arena';
import { type Attack, attacks } from './attack';
import { exchange } from './exchange';

const arena = new Arena();

interface ConnectText {
  /** @default - the same as the target */
  readonly host?: string;
  /** @default HTTP/1.1 */
  readonly version?: string;
  /** Further header lines. @default [] */
  readonly headers?: readonly string[];
}

const connect = (target: string, { host = target, version = 'HTTP/1.1', headers = [] }: ConnectText = {}): string =>
  [`CONNECT ${target} ${version}`, `Host: ${host}`, ...headers, '', ''].join('\r\n');

/** CONNECT, and bytes that an upstream would see, wherever the tunnel led. */
const opening = (what: string, head: string, rest: Partial<Attack> = {}): Attack => ({
  what: what.length > 80 ? `${what.slice(0, 30)}… of ${what.length} bytes` : what,
  bytes: [head, 'bytes in a tunnel'],
  port: 'proxy',
  without: ['no-host-list', 'no-tls-check'],
  ...rest,
});
const toHosts = (denied: string, targets: readonly string[]) =>
  targets.map((target) => opening(target, connect(target), { denied }));
const malformed = (targets: readonly string[]) =>
  targets.map((target) =>
    opening(JSON.stringify(target), connect(target, { host: 'a' }), {
      denied: 'malformed',
      without: ['no-http-parser'],
      marker: 'CONNECT',
    }),
  );

attacks(arena, 'CONNECT to a host outside the policy', [
  ...toHosts('host-not-allowed', [
    'evil.example.org:443',
    'mirror.example.org.evil.example.org:443',
    'xmirror.example.org:443',
    'mirror-example.org:443',
    'example.org:443',
    '.mirror.example.org:443',
    'mirror..example.org:443',
    'mirror.example.org.:443',
    'a.b.mirror.example.org:443',
    'xn--mrror-q4a.example.org:443',
    'localhost:443',
  ]),
]);

attacks(arena, 'CONNECT to another port', [
  ...toHosts('host-not-allowed', [
    'mirror.example.org:0',
    'mirror.example.org:22',
    'mirror.example.org:80',
    'mirror.example.org:8443',
    'mirror.example.org:0443',
    'mirror.example.org:4430',
    'odd.example.org:80',
  ]),
  ...malformed([
    'mirror.example.org',
    'mirror.example.org:',
    'mirror.example.org:65979',
    'mirror.example.org:+443',
    'mirror.example.org:-443',
    'mirror.example.org:443x',
    'mirror.example.org:443:443',
    'mirror.example.org:443,',
    'mirror.example.org:0x1bb',
    'mirror.example.org:４４３',
  ]),
]);

attacks(arena, 'CONNECT to an address', [
  ...toHosts('host-not-allowed', [
    '127.0.0.1:443',
    '127.1:443',
    '0177.0.0.1:443',
    '2130706433:443',
    '0x7f000001:443',
    '0:443',
    '0.0.0.0:443',
    '169.254.169.254:80',
    '169.254.169.254:443',
    '[::1]:443',
    '[::]:443',
    '[::ffff:127.0.0.1]:443',
    '[::ffff:7f00:1]:443',
    '[64:ff9b::7f00:1]:443',
    '[fd00:ec2::254]:80',
  ]),
  ...malformed(['::1:443', '[fe80::1%25eth0]:443', '[::1:443', '[mirror.example.org]x:443']),
]);

attacks(arena, "CONNECT to a gateway's host", [
  ...toHosts('use-gateway', ['api.anthropic.com:443', 'API.Anthropic.com:443', 'api.anthropic.com:80', 'api.anthropic.com:8443']),
  ...toHosts('host-not-allowed', ['api.anthropic.com.:443']),
]);

attacks(arena, 'a target that is no authority', [
  ...malformed([
    'user:password@mirror.example.org:443',
    'mirror.example.org:443@evil.example.org:443',
    'mirror.example.org:443/',
    'mirror.example.org:443/x',
    'mirror.example.org:443?x',
    'mirror.example.org:443#x',
    'https://mirror.example.org:443',
    'http://mirror.example.org:443/',
    '//mirror.example.org:443',
    '/',
    '*',
    '*.mirror.example.org:443',
    'a_b.mirror.example.org:443',
    'mirror%2eexample.org:443',
    'mirror.example.org%00.evil.example.org:443',
    'mirror.example.org\0.evil.example.org:443',
    'mirror.example.org:443\tevil.example.org:443',
    'mirror.example.org:443 evil.example.org:443',
    'm\u00efrror.example.org:443',
    'mirror\xe3\x80\x82example.org:443',
    'mirror.example.org\\.evil.example.org:443',
    `${'a'.repeat(70_000)}.mirror.example.org:443`,
  ]),
]);

const evil = 'evil.example.org:443';
const mirror = 'mirror.example.org:443';
attacks(arena, 'CONNECT in another form', [
  opening('an allowed Host', connect(evil, { host: mirror }), { denied: 'host-not-allowed' }),
  opening('HTTP/1.0', connect(evil, { version: 'HTTP/1.0' }), { denied: 'host-not-allowed' }),
  opening('HTTP/1.0 and no Host', `CONNECT ${evil} HTTP/1.0\r\n\r\n`, { denied: 'host-not-allowed' }),
  opening('credentials for the proxy', connect(evil, { headers: ['Proxy-Authorization: Basic eDp5'] }), {
    denied: 'host-not-allowed',
  }),
  opening('an allowed one behind it', connect(evil) + connect(mirror), { denied: 'host-not-allowed' }),
  opening('a claimed host', connect(evil, { headers: [`X-Forwarded-Host: ${mirror}`, `:authority: ${mirror}`] }), {
    denied: 'malformed',
    without: ['no-http-parser'],
    marker: 'CONNECT',
  }),
  ...[
    ['a body', 'Content-Length: 5'],
    ['chunks', 'Transfer-Encoding: chunked'],
    ['both', 'Content-Length: 5\r\nTransfer-Encoding: chunked'],
  ].map(([what = '', header = '']) =>
    opening(what, connect(mirror, { headers: [header] }), {
      denied: 'malformed',
      without: ['no-http-parser'],
      marker: 'CONNECT',
    }),
  ),
  opening('an upgrade', connect(mirror, { headers: ['Connection: upgrade', 'Upgrade: websocket'] }), {
    denied: 'malformed',
    without: ['no-http-parser'],
    marker: 'CONNECT',
  }),
  opening('small letters', connect(mirror).replace('CONNECT', 'connect'), {
    denied: 'malformed',
    without: ['no-http-parser'],
    marker: 'connect',
  }),
  opening('the gateway port', connect(mirror), {
    port: 'gateway',
    denied: 'connect-at-gateway',
    without: ['no-port-rules', 'no-tls-check'],
  }),
]);

attacks(arena, 'what is no CONNECT, at the proxy port,', [
  ...['POST /claude/v1/messages', 'GET /claude/v1/files/a'].map((line) =>
    opening(line, `${line} HTTP/1.1\r\nHost: a\r\n\r\n`, { denied: 'plain-http', without: ['no-port-rules'] }),
  ),
  ...[
    ['SOCKS 4', '\x04\x01\x01\xbb\x7f\0\0\x01\0'],
    ['SOCKS 5', '\x05\x01\0'],
    ['TLS', '\x16\x03\x01\0\x05\x01\0\0\x01\0'],
    ['a PROXY header', `PROXY TCP4 9.9.9.9 1.1.1.1 1 2\r\n${connect(mirror)}`],
  ].map(([what = '', bytes = '']) => opening(what, bytes, { denied: 'malformed', without: ['no-http-parser'] })),
]);

describe('a CONNECT that the policy allows', () => {
  test.each([
    ['with another Host', connect(mirror, { host: evil })],
    ['in capitals', connect('MIRROR.Example.ORG:443')],
    ['to another listed port', connect('odd.example.org:8443')],
    ['one label under the wildcard', connect('a.mirror.example.org:443')],
    ['from HTTP/1.0', connect(mirror, { version: 'HTTP/1.0' })],
  ])('is answered 200: %s', async (_, bytes) => {
    expect((await exchange(arena.proxy, bytes)).status).toBe(200);
    expect(arena.upstream.connections).toBe(0);
  });
});
