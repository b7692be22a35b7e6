import { describe, expect, test } from 'vitest';
import { Arena } from './arena';
import { type Attack, attacks } from './attack';
import { clientHello, serverNames, withExtensions, withServerName } from './client-hello';
import { exchange } from './exchange';

const arena = new Arena();
const name = 'mirror.example.org';
const hello = clientHello(name);

const sent = (what: string, bytes: Buffer | string): Attack => ({
  what,
  bytes: typeof bytes === 'string' ? bytes : bytes.toString('latin1'),
  port: 'transparent',
  without: ['no-tls-check'],
});
const naming = (what: string, ...names: readonly (readonly [number, string])[]) =>
  sent(what, withServerName(hello, serverNames(...names)));

attacks(arena, 'TLS without a proxy in mind, to a name that has no tunnel', [
  ...[
    'evil.example.org',
    'api.anthropic.com',
    'a.b.mirror.example.org',
    'mirror.example.org.evil.example.org',
    'localhost',
    'proxy',
    '',
  ].map((each) => sent(each || 'no name', clientHello(each))),
  naming('an address', [0, '127.0.0.1']),
  naming('the metadata address', [0, '169.254.169.254']),
  naming('a dot behind the name', [0, `${name}.`]),
  naming('a port behind the name', [0, `${name}:443`]),
  naming('a user before the name', [0, `evil.example.org@${name}`]),
  naming('a line behind the name', [0, `${name}:443 HTTP/1.1\r\nHost: evil.example.org\r\nX:`]),
  naming('a space in the name', [0, `${name}:443 HTTP/1.1`]),
  naming('a format command for a name', [0, '%REQ(X-API-KEY)%']),
  naming('a wildcard', [0, '*.mirror.example.org']),
  naming('a NUL in the name', [0, `${name}\0.evil.example.org`]),
  naming('two names', [0, name], [0, 'evil.example.org']),
  sent(
    'two extensions',
    withExtensions(hello, (all) => [...all, [0, serverNames([0, 'evil.example.org'])]]),
  ),
]);

attacks(arena, 'what is no TLS, at the port for it', [
  sent('plain HTTP', `GET /smuggled HTTP/1.1\r\nHost: ${name}\r\n\r\n`),
  sent('CONNECT', `CONNECT ${name}:443 HTTP/1.1\r\nHost: ${name}:443\r\n\r\n`),
  sent('SSH', 'SSH-2.0-x\r\n'),
  sent('zeros', '\0'.repeat(64)),
]);

const asked = (what: string, bytes: string): Attack => ({
  what,
  bytes,
  port: 'plain',
  without: ['no-http-parser'],
  marker: 'smuggled',
});
attacks(arena, 'plain HTTP without a proxy in mind', [
  ...[
    name,
    'evil.example.org',
    'api.anthropic.com',
    '127.0.0.1',
    '169.254.169.254',
    '[::1]',
    'proxy',
    'api.github.com.',
    'api.github.com:443',
    'packages.example.org:8443',
    'a, b',
    '',
  ].map((host) => asked(`to '${host}'`, `GET /smuggled HTTP/1.1\r\nHost: ${host}\r\n\r\n`)),
  asked('to a gateway', 'GET /claude/v1/files/smuggled HTTP/1.1\r\nHost: proxy\r\n\r\n'),
  asked('to a path outside the rules', 'GET /smuggled HTTP/1.1\r\nHost: api.github.com\r\n\r\n'),
  asked('to an absolute target of another host', 'GET http://evil.example.org/smuggled HTTP/1.1\r\nHost: api.github.com\r\n\r\n'),
  asked('CONNECT to an allowed host', 'CONNECT mirror.example.org:443 HTTP/1.1\r\nHost: smuggled\r\n\r\n'),
  asked(
    'an upgrade',
    'GET /repos/acme/smuggled HTTP/1.1\r\nHost: api.github.com\r\nConnection: upgrade\r\nUpgrade: CONNECT\r\n\r\n',
  ),
]);

describe('without a proxy in mind, what the policy allows arrives', () => {
  test('by TLS', async () => {
    await exchange(arena.transparent, hello.toString('latin1'), { quiet: 200 });
    expect(arena.upstream.connections).toBe(1);
  });

  test('by plain HTTP to an intercepted host, as verified HTTPS', async () => {
    const { status } = await exchange(arena.plain, 'GET /repos/acme/x HTTP/1.1\r\nHost: api.github.com\r\n\r\n');
    expect(status).toBe(200);
    expect(arena.objections()).toEqual([]);
  });
});
