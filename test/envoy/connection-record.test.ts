import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AuditRecord } from '../../lib/audit/audit-record';
import type { PolicyInput } from '../../lib/policy/schema';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { github, mirror, policyOf } from './policies';
import { exchange, handshake, openTunnel, raw } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

const down: PolicyInput['destinations'][number] = { name: 'down', hosts: ['down.example.org'], access: 'tunnel' };

let authority: CertificateAuthority;
let boundary: CertificateAuthority;
let upstream: { readonly server: Server; readonly sockets: Socket[] };
let envoy: RunningEnvoy;
let before = 0;

beforeAll(async () => {
  authority = await CertificateAuthority.create({ name: 'test' });
  boundary = await CertificateAuthority.create({ name: 'boundary' });
  upstream = await startObedient(await authority.issue({ hosts: ['mirror.example.org'] }));
  const to = { address: '127.0.0.1', addressPort: (upstream.server.address() as AddressInfo).port };
  const hosts = ['mirror.example.org', 'api.github.com', 'evil.example.org'];
  const resolve = [
    ...hosts.map((host) => ({ host, port: 443, ...to })),
    { host: 'down.example.org', port: 443, address: '127.0.0.1', addressPort: 1 },
  ];
  envoy = await startEnvoy(policyOf([mirror, github, down]), {
    ca: authority.certificate,
    boundary,
    props: { resolve },
    // an hour is too long for a test
    edit: (text) => text.replaceAll('"idle_timeout":"3600s"', '"idle_timeout":"2s"'),
  });
});
afterAll(async () => {
  await envoy?.stop();
  upstream?.server.close();
});
afterEach(async () => {
  before = (await envoy.audit(0)).length;
});

/** A TLS server that does what it is told: `close`, `reset`, or it answers. */
async function startObedient({ key, certificate }: { readonly key: string; readonly certificate: string }) {
  const sockets: Socket[] = [];
  const server = createServer({ key, cert: certificate }, (secure) => {
    secure.on('error', () => undefined);
    secure.on('data', (data) => {
      // without TLS's goodbye, which the agent might answer by closing first
      if (data.includes('close')) for (const socket of sockets) socket.destroy();
      else if (data.includes('reset')) for (const socket of sockets) socket.resetAndDestroy();
      else secure.write('answer');
    });
  });
  server.on('connection', (socket) => sockets.push(socket));
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, sockets };
}

/** The records of this test, once there are `count`; and a moment later still no more. */
async function records(count: number): Promise<readonly AuditRecord[]> {
  await envoy.audit(before + count);
  await pause(200);
  const all = (await envoy.audit(0)).slice(before);
  expect(all).toHaveLength(count);
  return all;
}

const tunnel = (host = 'mirror.example.org') => openTunnel(envoy.proxy, `${host}:443`);

async function talking(): Promise<TLSSocket> {
  const secure = await handshake(await tunnel(), 'mirror.example.org', authority.certificate);
  secure.on('error', () => undefined);
  secure.write('hello');
  await once(secure, 'data');
  return secure;
}

const closed = async (socket: Socket) => void (await once(socket.resume(), 'close'));
const shaken = async (socket: Socket, name: string) => void (await handshake(socket, name, authority.certificate).catch(() => 0));

describe('a tunnel that was let through has one record, with its bytes, the server name, and that', () => {
  // an upstream that answers the agent's goodbye at once may be the first whose close is seen
  const eitherFirst = expect.stringMatching(/^(RemoteReset|Normal)$/);
  test.each<[string, string, (secure: TLSSocket) => unknown]>([
    ['the agent said goodbye', eitherFirst, (secure) => secure.end()],
    ['the agent vanished', 'RemoteReset', (secure) => secure.destroy()],
    ['the upstream closed it', 'Normal', (secure) => secure.write('close')],
    ['the upstream reset it', 'LocalReset', (secure) => secure.write('reset')],
    ['nothing passed for long', 'tcp_session_idle_timeout', () => undefined],
  ])('%s', async (_, end, finish) => {
    const secure = await talking();
    finish(secure);
    if (!secure.destroyed) await closed(secure);
    const [record] = await records(1);
    expect(record).toMatchObject({ decision: 'allow', reason: 'allowed', access: 'tunnel', sni: 'mirror.example.org', end });
    expect(Math.min(record?.bytesIn ?? 0, record?.bytesOut ?? 0)).toBeGreaterThan(300);
  });
});

describe('one that was not has one record', () => {
  test.each<[string, string, string, string | null, () => Promise<void>]>([
    [
      'another name',
      'server-name-mismatch',
      'refused',
      'evil.example.org',
      async () => shaken(await tunnel(), 'evil.example.org'),
    ],
    ['no name', 'server-name-mismatch', 'refused', null, async () => shaken(await tunnel(), '')],
    [
      'a private address',
      'address-not-allowed',
      'refused',
      'a.mirror.example.org',
      async () => shaken(await tunnel('a.mirror.example.org'), 'a.mirror.example.org'),
    ],
    ['what is not TLS', 'not-tls', 'refused', null, refused],
    ['half a handshake', 'interrupted', 'unfinished', null, () => said('\x16\x03\x01')],
    ['silence', 'interrupted', 'unfinished', null, () => said('')],
    [
      'an upstream that is down',
      'upstream-failed',
      'failed',
      'down.example.org',
      async () => shaken(await tunnel('down.example.org'), 'down.example.org'),
    ],
  ])('for %s: %s', async (_, reason, end, sni, open) => {
    await open();
    const decision = reason === 'upstream-failed' ? 'allow' : 'deny';
    expect(await records(1)).toMatchObject([{ decision, reason, access: 'tunnel', sni, end }]);
  });

  async function refused(): Promise<void> {
    const socket = await tunnel();
    socket.write('GET / HTTP/1.1\r\n\r\n');
    await closed(socket.on('error', () => undefined));
  }

  async function said(bytes: string): Promise<void> {
    const socket = await tunnel();
    socket.on('error', () => undefined);
    if (bytes !== '') socket.write(Buffer.from(bytes, 'latin1'));
    await pause(100);
    socket.destroy();
  }
});

describe('an intercepted connection has a record besides those of its requests', () => {
  const request = 'GET /repos/acme/x HTTP/1.1\r\nHost: api.github.com\r\nConnection: close\r\n\r\n';

  test('with the server name and who closed it', async () => {
    const secure = await handshake(await tunnel('api.github.com'), 'api.github.com', boundary.certificate);
    await exchange(secure, request);
    const [inner, connection] = [...(await records(2))].sort((a, b) => (a.method ?? '').length - (b.method ?? '').length);
    expect(connection).toMatchObject({
      method: 'CONNECT',
      access: 'intercept',
      sni: 'api.github.com',
      decision: 'allow',
      end: 'closed',
    });
    expect(inner).not.toHaveProperty('sni');
    expect(inner).not.toHaveProperty('end');
  });

  test('also if the agent leaves without a goodbye', async () => {
    const secure = await handshake(await tunnel('api.github.com'), 'api.github.com', boundary.certificate);
    secure.on('error', () => undefined);
    secure.write(request.replace('Connection: close\r\n', ''));
    await once(secure, 'data');
    secure.destroy();
    const connection = (await records(2)).find(({ method }) => method === 'CONNECT');
    expect(connection).toMatchObject({ decision: 'allow', access: 'intercept', end: 'closed' });
  });

  test.each<[string, string, string, string | null]>([
    ['another name', 'server-name-mismatch', 'refused', 'evil.example.org'],
    ['an authority that the agent doesn’t trust', 'interrupted', 'unfinished', 'api.github.com'],
  ])('and one alone for %s', async (_, reason, end, sni) => {
    await shaken(await tunnel('api.github.com'), sni ?? '');
    expect(await records(1)).toMatchObject([{ decision: 'deny', reason, access: 'intercept', sni, end }]);
  });
});

describe('no agent can forge a line or a field:', () => {
  const forged = '"},{"v":1,"decision":"allow"}\n{"v":1}';

  test.each([
    ['a quote and a line end', 'a"b\n\r.example.org'],
    ['an escape sequence', '\u001b[2J\u009b.example.org'],
    ['a line separator', 'a\u2028b\u2029.example.org'],
    ['a record', forged.slice(0, 60)],
    ['a placeholder of a format', '%REQ(X-API-KEY)%.example.org'],
    ['a very long name', `${'a'.repeat(60)}.`.repeat(4)],
  ])('%s as the server name of a handshake', async (_, name) => {
    await shaken(await tunnel(), name);
    const [record] = await records(1);
    expect(record).toMatchObject({ decision: 'deny', method: 'CONNECT', host: 'mirror.example.org' });
    expect(record?.sni ?? '').toMatch(/^[\w:.()-]*$/);
  });

  test.each([
    ['a path', `GET /mirror/${forged.replace('\n', '')} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['a path with a line end', 'GET /x\n{"v":1} HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a host', `GET / HTTP/1.1\r\nHost: ${forged.replace('\n', '')}\r\n\r\n`],
    ['a method', 'G"},{" / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['CONNECT’s host', 'CONNECT x"}{"v":1:443 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a request id', 'GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: "},{"v":1\r\n\r\n'],
    ['bytes that are no UTF-8', 'GET /\xff\xfe\x00 HTTP/1.1\r\nHost: \xc3(\r\n\r\n'],
    ['control characters', 'GET /\x1b[2J\x7f\x9b HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a line separator in UTF-8', 'GET /\xe2\x80\xa8 HTTP/1.1\r\nHost: x\xe2\x80\xa8\r\n\r\n'],
  ])('%s', async (_, bytes) => {
    await raw(envoy.proxy, bytes);
    const [record] = await records(1);
    expect(record).toMatchObject({ v: 1, decision: 'deny', agent: 'default' });
    expect(Object.keys(record ?? {})).toHaveLength(16);
  });

  test('and no query, header or body of a request is in a record', async () => {
    const secret = 'sk-agents-own-123';
    const head = `POST /repos/acme/x?key=${secret} HTTP/1.1\r\nHost: api.github.com\r\nAuthorization: ${secret}\r\nCookie: ${secret}\r\n`;
    const secure = await handshake(await tunnel('api.github.com'), 'api.github.com', boundary.certificate);
    await exchange(secure, `${head}Content-Length: ${secret.length}\r\nConnection: close\r\n\r\n${secret}`);
    await raw(envoy.gateway, `${head}\r\n`);
    await raw(
      envoy.proxy,
      `CONNECT ${secret}@mirror.example.org:443 HTTP/1.1\r\nHost: x\r\nProxy-Authorization: ${secret}\r\n\r\n`,
    );
    await records(4);
    expect(envoy.output().replaceAll(`${secret}@mirror.example.org`, '')).not.toContain(secret);
  });
});
