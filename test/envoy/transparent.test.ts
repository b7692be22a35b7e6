import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AuditRecord } from '../../lib/audit/audit-record';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { clientHello } from '../attacks/client-hello';
import { startUpstream, type Upstream } from '../stand-ins/upstream';
import { freePorts } from './free-ports';
import { claude, github, mirror, oddPorts, policyOf } from './policies';
import { exchange, handshake, raw } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

let boundary: CertificateAuthority;
let authority: CertificateAuthority;
let upstream: Upstream;
let envoy: RunningEnvoy;
let tls: number;
let plain: number;

beforeAll(async () => {
  boundary = await CertificateAuthority.create({ name: 'boundary' });
  authority = await CertificateAuthority.create({ name: 'test' });
  const hosts = ['api.github.com', 'mirror.example.org', 'a.mirror.example.org', 'api.anthropic.com', 'odd.example.org'];
  upstream = await startUpstream(await authority.issue({ hosts }));
  const to = { address: '127.0.0.1', addressPort: upstream.port };
  const reachable = [...hosts, 'a.b.mirror.example.org', 'evil.example.org'];
  const resolve = reachable.flatMap((host) => [443, 8443].map((port) => ({ host, port, ...to })));
  [tls = 0, plain = 0] = await freePorts(2);
  const odd = { ...oddPorts, ports: [8443] };
  envoy = await startEnvoy(policyOf([claude, github, mirror, odd], { limits: { connections: 20 } }), {
    ca: authority.certificate,
    boundary,
    props: { resolve, transparentPort: tls, transparentHttpPort: plain },
  });
});
afterAll(async () => {
  await envoy?.stop();
  await upstream?.close();
});
beforeEach(() => {
  upstream.seen.length = 0;
});

const connected = async (serverName: string, ca = boundary.certificate) =>
  handshake(connect({ host: '127.0.0.1', port: tls }), serverName, ca);

const get = (path: string, host: string) => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

const lastRecord = async (): Promise<AuditRecord | undefined> => (await envoy.audit(0)).at(-1);

describe('TLS that a client sends as if there were no proxy', () => {
  test('ends at the proxy for an intercepted host, and is judged', async () => {
    const allowed = await exchange(await connected('api.github.com'), get('/repos/acme/x', 'api.github.com'));
    expect(allowed.status).toBe(200);
    expect(upstream.seen[0]?.headers.authorization).toBe('Bearer real-github-token');
    const denied = await exchange(await connected('api.github.com'), get('/user', 'api.github.com'));
    expect(denied).toMatchObject({ status: 403, json: { reason: 'path-not-allowed' } });
    const other = await exchange(await connected('api.github.com'), get('/repos/acme/x', 'mirror.example.org'));
    expect(other).toMatchObject({ status: 403, json: { reason: 'server-name-mismatch' } });
    expect(upstream.seen).toHaveLength(1);
  });

  test.each(['mirror.example.org', 'a.mirror.example.org'])('goes through to a tunnel’s host, end to end: %s', async (host) => {
    const secure = await connected(host, authority.certificate);
    expect(secure.getPeerX509Certificate()?.issuer).toBe('CN=test');
    expect((await exchange(secure, get('/x', host))).status).toBe(200);
    await expect
      .poll(lastRecord)
      .toMatchObject({ method: 'CONNECT', host, destination: 'mirror', decision: 'allow', reason: 'allowed', sni: host });
  });
});

describe('it is closed within a second, and recorded as denied,', () => {
  test.each([
    ['a host outside the policy', 'evil.example.org', 'host-not-allowed', 403],
    ['two labels below a wildcard', 'a.b.mirror.example.org', 'host-not-allowed', 403],
    ['a host that has other ports only', 'odd.example.org', 'host-not-allowed', 403],
    ['a gateway’s host', 'api.anthropic.com', 'use-gateway', 403],
    ['an address', '127.0.0.1', 'host-not-allowed', 403],
    ['no name', '', 'server-name-mismatch', 0],
  ])('given the name of %s', async (_, name, reason, status) => {
    const closed = AbortSignal.timeout(1000);
    await expect(connected(name, authority.certificate)).rejects.toThrow();
    expect(closed.aborted).toBe(false);
    await expect.poll(lastRecord).toMatchObject({ agent: 'default', decision: 'deny', reason, status });
    expect(upstream.seen).toEqual([]);
  });

  const smuggled = 'GET http://api.github.com/repos/acme/x HTTP/1.1\r\nHost: api.github.com\r\n\r\n';
  test.each([
    ['more requests', `mirror.example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n${smuggled}`],
    ['another header', 'mirror.example.org:443 HTTP/1.1\r\nX-Airlock: x'],
    ['a port', 'mirror.example.org:8443'],
    ['a format', '%REQ(X)%'],
    ['another label', 'mirror.example.org/.mirror.example.org'],
  ])('given a name that says %s', async (_, name) => {
    const before = (await envoy.audit(0)).length;
    expect(await raw(tls, clientHello(name))).toMatchObject({ text: '', closed: true });
    const records = async () => (await envoy.audit(0)).slice(before);
    await expect.poll(records).toMatchObject([{ decision: 'deny', reason: 'server-name-mismatch', status: 0 }]);
    expect(upstream.seen).toEqual([]);
  });

  test('given what is not TLS', async () => {
    expect(await raw(tls, get('/repos/acme/x', 'api.github.com'))).toMatchObject({ text: '', closed: true });
    await expect.poll(lastRecord).toMatchObject({ decision: 'deny', reason: 'not-tls', status: 0 });
  });
});

describe('plain HTTP that a client sends as if there were no proxy', () => {
  test('is served for an intercepted host, by HTTPS', async () => {
    expect((await raw(plain, get('/repos/acme/x', 'api.github.com'))).status).toBe(200);
    expect(upstream.seen[0]).toMatchObject({ serverName: 'api.github.com', url: '/repos/acme/x' });
  });

  test.each([
    [get('/user', 'api.github.com'), 'path-not-allowed'],
    [get('/x', 'mirror.example.org'), 'plain-http'],
    [get('/x', 'evil.example.org'), 'plain-http'],
    [get('/claude/v1/models/x', 'proxy'), 'plain-http'],
    [get('/v1/models/x', 'api.anthropic.com'), 'plain-http'],
    [get('/-/ca.pem', 'proxy'), 'plain-http'],
    ['CONNECT mirror.example.org:443 HTTP/1.1\r\nHost: mirror.example.org:443\r\n\r\n', 'connect-at-gateway'],
    ['CONNECT api.github.com:443 HTTP/1.1\r\nHost: api.github.com:443\r\n\r\n', 'connect-at-gateway'],
  ])('is refused: %s', async (bytes, reason) => {
    expect((await raw(plain, bytes)).json).toMatchObject({ error: 'denied', reason });
    expect(upstream.seen).toEqual([]);
  });
});

test('connections over the limit are closed, whichever port they come by', async () => {
  const held = await Promise.all(Array.from({ length: 20 }, () => connected('api.github.com')));
  await expect(connected('api.github.com')).rejects.toThrow();
  expect(await raw(envoy.gateway, get('/claude/v1/models/x', 'proxy'))).toMatchObject({ text: '', closed: true });
  for (const secure of held) secure.destroy();
});
