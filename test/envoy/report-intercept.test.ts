import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AuditRecord } from '../../lib/audit/audit-record';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { startUpstream, type Upstream } from '../stand-ins/upstream';
import { freePorts } from './free-ports';
import { claude, github, policyOf, uploads } from './policies';
import { exchange, handshake, openTunnel, raw } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

let boundary: CertificateAuthority;
let authority: CertificateAuthority;
let upstream: Upstream;
let envoy: RunningEnvoy;
let transparent: number;

beforeAll(async () => {
  boundary = await CertificateAuthority.create({ name: 'boundary' });
  authority = await CertificateAuthority.create({ name: 'test' });
  const hosts = ['api.github.com', 'uploads.github.com', 'api.anthropic.com', 'elsewhere.example.org'];
  upstream = await startUpstream(await authority.issue({ hosts }));
  const to = { port: 443, address: '127.0.0.1', addressPort: upstream.port };
  [transparent = 0] = await freePorts(1);
  const policy = policyOf([claude, github, uploads], { enforcement: { report: { until: '2999-01-01' } } });
  const props = { resolve: hosts.map((host) => ({ host, ...to })), transparentPort: transparent };
  envoy = await startEnvoy(policy, { ca: authority.certificate, boundary, props });
});
afterAll(async () => {
  await envoy?.stop();
  await upstream?.close();
});
beforeEach(() => {
  upstream.seen.length = 0;
});

const theirs = 'Authorization: Bearer stolen\r\nX-Ours: stolen\r\nX-Upload-Key: stolen\r\n';
const request = (line: string, host = 'api.github.com') =>
  `${line} HTTP/1.1\r\nHost: ${host}\r\n${theirs}Connection: close\r\n\r\n`;

const inside = async (bytes: string) =>
  exchange(await handshake(await openTunnel(envoy.proxy, 'api.github.com:443'), 'api.github.com', boundary.certificate), bytes);

const recordOf = async (path: string): Promise<AuditRecord | undefined> =>
  (await envoy.audit(0)).filter((record) => record.path === path).at(-1);

describe('in report mode, at an intercepted host,', () => {
  test.each([
    ['GET /outside', 'path-not-allowed'],
    ['PUT /repos/acme/method', 'method-not-allowed'],
  ])('%s passes without any credential', async (line, reason) => {
    expect((await inside(request(line))).status).toBe(200);
    const names = Object.keys(upstream.seen[0]?.headers ?? {}).filter((name) => name !== 'content-length');
    expect(names).toEqual(['host']);
    await expect.poll(() => recordOf(line.split(' ')[1] ?? '')).toMatchObject({ decision: 'would-deny', reason, status: 200 });
  });

  test('and by plain HTTP as well', async () => {
    expect((await raw(envoy.proxy, request('GET http://api.github.com/outside/plain'))).status).toBe(200);
    expect(upstream.seen[0]?.headers.authorization).toBeUndefined();
    await expect.poll(() => recordOf('/outside/plain')).toMatchObject({ decision: 'would-deny', reason: 'path-not-allowed' });
  });

  test('what is allowed has its credential, and is allowed', async () => {
    expect((await inside(request('GET /repos/acme/x'))).status).toBe(200);
    expect(upstream.seen[0]?.headers.authorization).toBe('Bearer real-github-token');
    await expect.poll(() => recordOf('/repos/acme/x')).toMatchObject({ decision: 'allow', reason: 'allowed' });
  });
});

describe('report mode lets nothing through', () => {
  test.each([
    [request('TRACE /outside'), 'path-not-allowed'],
    [request('TRACE /repos/acme/x'), 'method-not-allowed'],
    [request('GET /repos/acme/../x'), 'path-ambiguous'],
    [request('GET /x', 'uploads.github.com'), 'server-name-mismatch'],
    [request('GET /x', 'elsewhere.example.org'), 'server-name-mismatch'],
  ])('inside an intercepted connection: %s', async (bytes, reason) => {
    expect((await inside(bytes)).json).toMatchObject({ error: 'denied', reason });
    expect(upstream.seen).toEqual([]);
  });

  test('to an intercepted host under another name', async () => {
    const tunnel = await openTunnel(envoy.proxy, 'api.github.com:443');
    await expect(handshake(tunnel, 'elsewhere.example.org', authority.certificate)).rejects.toThrow();
  });

  test('by plain HTTP to other hosts', async () => {
    const answer = await raw(envoy.proxy, request('GET http://elsewhere.example.org/x'));
    expect(answer.json).toMatchObject({ error: 'denied', reason: 'plain-http' });
  });

  test('to a gateway’s host that a client asks for as if there were no proxy', async () => {
    const socket = connect(transparent, '127.0.0.1');
    await expect(handshake(socket, 'api.anthropic.com', authority.certificate)).rejects.toThrow();
  });
});

test('report mode opens what a client asks for as if there were no proxy, and says so', async () => {
  const secure = await handshake(connect(transparent, '127.0.0.1'), 'elsewhere.example.org', authority.certificate);
  expect((await exchange(secure, request('GET /x', 'elsewhere.example.org'))).status).toBe(200);
  const last = async () => (await envoy.audit(0)).at(-1);
  await expect.poll(last).toMatchObject({ decision: 'would-deny', reason: 'host-not-allowed', host: 'elsewhere.example.org' });
});
