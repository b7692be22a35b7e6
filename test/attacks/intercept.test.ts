import { describe, expect, test } from 'vitest';
import { handshake, openTunnel } from '../envoy/raw-client';
import { Arena } from './arena';
import { type Attack, attacks } from './attack';
import { agentsKey } from './attacked-policy';
import { clientHello } from './client-hello';
import { exchange } from './exchange';

const arena = new Arena();
const host = 'api.github.com';

const ask = (target = '/repos/acme/x', { at = host, method = 'GET', headers = [] as readonly string[] } = {}): string =>
  [`${method} ${target} HTTP/1.1`, `Host: ${at}`, ...headers, '', ''].join('\r\n');
const hidden = ask('/smuggled');

const inside = (what: string, bytes: Attack['bytes'], rest: Partial<Attack> = {}): Attack => ({
  what,
  bytes,
  port: 'inside',
  without: ['no-inner-http-parser'],
  marker: 'smuggled',
  ...rest,
});
const lines = (requests: readonly string[], rest: Partial<Attack>): Attack[] =>
  requests.map((request) => inside(JSON.stringify(request.split('\r\n')[0]), request, { marker: undefined, ...rest }));

attacks(arena, 'inside intercepted TLS, a path or method outside the rules', [
  ...lines(
    ['/repos/evil/x', '/repos/acme', '/repos/Acme/x', '/user', '/', '/-/ca.pem', '/claude/v1/files/a'].map((path) => ask(path)),
    { without: ['no-path-rules'], denied: 'path-not-allowed' },
  ),
  ...lines(
    ['POST', 'DELETE', 'HEAD', 'TRACE', 'OPTIONS'].map((method) => ask('/repos/acme/x', { method })),
    { without: ['no-method-rules'], denied: 'method-not-allowed' },
  ),
  ...lines(
    ['../evil/x', '%2e%2e/evil', '..;/evil', 'a//b', 'a%2fb', 'a%5cb', '%c0%ae%c0%ae/x', '%252e%252e/x'].map((rest) =>
      ask(`/repos/acme/${rest}`),
    ),
    { without: ['no-path-guard'], denied: 'path-ambiguous' },
  ),
]);

attacks(arena, 'inside intercepted TLS, another host', [
  ...lines(
    [
      ask('/x', { at: 'packages.example.org' }),
      ask('https://packages.example.org/x', { at: host }),
      ask('http://packages.example.org/x', { at: host }),
      ask('/x', { at: 'packages.example.org:8443' }),
    ],
    { without: ['no-inner-host-check'], denied: 'server-name-mismatch' },
  ),
  inside('a second request for another host', ask() + ask('/smuggled', { at: 'packages.example.org' }), {
    without: ['no-inner-host-check'],
    arrives: 1,
  }),
  ...[
    'api.anthropic.com',
    'proxy',
    'evil.example.org',
    'mirror.example.org',
    `${host}.`,
    `${host}:80`,
    `${host}:8443`,
    '127.0.0.1',
    `${host}, evil.example.org`,
    '',
  ].map((at) => inside(`the Host '${at}'`, ask('/smuggled', { at }))),
  inside('two Hosts', ask('/smuggled', { headers: ['Host: evil.example.org'] })),
  inside('no Host', 'GET /smuggled HTTP/1.0\r\n\r\n'),
]);

attacks(arena, 'inside intercepted TLS, a hidden request', [
  inside('CL.TE', `${ask('/repos/acme/x', { headers: ['Content-Length: 5', 'Transfer-Encoding: chunked'] })}0\r\n\r\n${hidden}`),
  inside('two lengths', ask('/repos/acme/x', { headers: ['Content-Length: 0', `Content-Length: ${hidden.length}`] }) + hidden),
  inside('pipelining after a denial', ask('/user') + hidden),
  inside('pipelining after an allowed one', ask() + hidden, { arrives: 1 }),
  inside('an upgrade', ask('/repos/acme/x', { headers: ['Connection: upgrade', 'Upgrade: websocket'] }) + hidden),
  inside('an upgrade to CONNECT', ask('/repos/acme/x', { headers: ['Connection: upgrade', 'Upgrade: CONNECT'] }) + hidden),
  inside('CONNECT', `${ask('smuggled.example.org:443', { method: 'CONNECT' })}`),
  inside('CONNECT to the host itself', `${ask(`${host}:443`, { method: 'CONNECT' })}${hidden}`),
  inside('HTTP/2', `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${hidden}`, { marker: 'PRI' }),
]);

attacks(
  arena,
  "inside intercepted TLS, the agent's own key",
  ['Authorization', 'Cookie', 'X-Api-Key', 'Private-Token'].map((name) =>
    inside(name, ask('/repos/acme/x', { headers: [`${name}: ${agentsKey}`] }), {
      without: ['no-stripping', 'no-overwriting'],
      marker: agentsKey,
      arrives: 1,
    }),
  ),
);

const connect = ask(`${host}:443`, { method: 'CONNECT', at: `${host}:443` });
const latin1 = (bytes: Buffer) => bytes.toString('latin1');
attacks(
  arena,
  'before intercepted TLS',
  [
    ['plain HTTP', ask('/smuggled')],
    ['CONNECT again', ask('evil.example.org:443', { method: 'CONNECT' })],
    ['a handshake for another intercepted host', latin1(clientHello('packages.example.org'))],
    ["a handshake for a gateway's host", latin1(clientHello('api.anthropic.com'))],
    ['a handshake for no host', latin1(clientHello(''))],
    ['zeros', '\0'.repeat(64)],
  ].map(
    ([what = '', bytes = '']): Attack => ({
      what,
      bytes: [connect, bytes],
      port: 'proxy',
      tunnelled: true,
      without: ['no-tls-check'],
    }),
  ),
);

attacks(arena, 'plain HTTP through the proxy port', [
  ...[
    ['http://api.github.com/user', 'path-not-allowed', 'no-path-rules'],
    ['http://api.github.com/repos/acme/../evil', 'path-ambiguous', 'no-path-guard'],
  ].map(
    ([target = '', denied = '', without = '']): Attack => ({
      what: target,
      bytes: ask(target),
      port: 'proxy',
      denied,
      without: [without as 'no-path-rules'],
    }),
  ),
  ...[
    'http://api.github.com:443/smuggled',
    'http://packages.example.org:8443/smuggled',
    'http://api.github.com@evil.example.org/smuggled',
    'http://evil.example.org/smuggled',
    'http://api.anthropic.com/smuggled',
    'http://mirror.example.org/smuggled',
    'http://127.0.0.1/smuggled',
    'http://[::1]/smuggled',
    'http://api.github.com./smuggled',
    'https://api.github.com/smuggled',
    'ftp://api.github.com/smuggled',
    '/smuggled',
  ].map(
    (target): Attack => ({
      what: target,
      bytes: ask(target, { at: target.startsWith('/') ? 'proxy' : host }),
      port: 'proxy',
      without: ['no-http-parser'],
      marker: 'smuggled',
    }),
  ),
  {
    what: 'an intercepted host at the gateway',
    bytes: ask('http://api.github.com/repos/acme/x'),
    denied: 'no-such-gateway',
    without: ['no-port-rules'],
  },
]);

attacks(
  arena,
  'around the authority’s certificate',
  [
    'GET /-/../claude/v1/smuggled',
    'GET /-/ca.pem/../../claude/v1/smuggled',
    'POST /-/ca.pem?smuggled',
    'GET /-/ca.key?smuggled',
    'GET /-/?smuggled',
    'GET /-/%63a.pem?smuggled',
    'GET /-/ca.pem/smuggled',
    'GET /-/smuggled',
  ].map(
    (line): Attack => ({
      what: line,
      bytes: `${line} HTTP/1.1\r\nHost: proxy\r\n\r\n`,
      without: ['no-http-parser'],
      marker: 'smuggled',
    }),
  ),
);

describe('an intercepted connection', () => {
  test('goes on after a denial, with the next request judged for itself', async () => {
    const asked = [ask('/user'), ask(), ask('/user'), ask('/repos/acme/x', { headers: ['Connection: close'] })];
    const answer = await exchange(arena.at(arena, 'inside'), asked, { gap: 60, patience: 60_000, quiet: 60_000 });
    expect(answer.text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 403', 'HTTP/1.1 200', 'HTTP/1.1 403', 'HTTP/1.1 200']);
    expect(arena.upstream.seen()).toHaveLength(2);
    expect(arena.objections()).toEqual([]);
  });

  test.each(['api.github.com', 'packages.example.org'])('shows a certificate for %s alone', async (name) => {
    const secure = await handshake(await openTunnel(arena.proxy, `${name}:443`), name, arena.boundaryCa);
    expect(secure.authorized).toBe(true);
    expect(secure.getPeerCertificate().subjectaltname).toBe(`DNS:${name}`);
    expect(secure.alpnProtocol).not.toBe('h2');
    secure.destroy();
  });

  test.each(['mirror.example.org', 'odd.example.org'])('is none to %s, which the agent sees for itself', async (name) => {
    const secure = await handshake(await openTunnel(arena.proxy, `${name}:443`), name, arena.authority.certificate);
    expect(secure.authorized).toBe(true);
    secure.destroy();
  });
});
