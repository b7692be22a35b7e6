import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { startUpstream, type Upstream } from '../stand-ins/upstream';
import { claude, github, mirror, policyOf, uploads } from './policies';
import { exchange, handshake, openTunnel, raw } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

// its paths begin as those of the gateway `claude`
const prefixed = { ...github, name: 'prefixed', host: 'prefixed.example.org', allow: [{ methods: ['GET'], path: '/claude/**' }] };
const bothPorts = { ...github, name: 'both', host: 'both.example.org', ports: [80, 443] };
const oddPort = { ...github, name: 'odd', host: 'odd.example.org', ports: [8443] };
const hosts = [
  'api.github.com',
  'uploads.github.com',
  'prefixed.example.org',
  'odd.example.org',
  'both.example.org',
  'mirror.example.org',
];
let boundary: CertificateAuthority;
let upstream: Upstream;
let envoy: RunningEnvoy;

beforeAll(async () => {
  boundary = await CertificateAuthority.create({ name: 'boundary' });
  const authority = await CertificateAuthority.create({ name: 'test' });
  upstream = await startUpstream(await authority.issue({ hosts: [...hosts, 'api.anthropic.com'] }));
  const to = { address: '127.0.0.1', addressPort: upstream.port };
  const resolve = [...hosts, 'api.anthropic.com'].flatMap((host) => [80, 443, 8443].map((port) => ({ host, port, ...to })));
  const policy = policyOf([claude, github, uploads, prefixed, oddPort, bothPorts, mirror], { limits: { requestBytes: 1000 } });
  envoy = await startEnvoy(policy, { ca: authority.certificate, boundary, props: { resolve } });
});
afterAll(async () => {
  await envoy?.stop();
  await upstream?.close();
});
beforeEach(() => {
  upstream.seen.length = 0;
});

const ask = (port: number, line: string, headers: readonly string[] = ['Host: a'], body = '') =>
  raw(port, `${line} HTTP/1.1\r\n${headers.join('\r\n')}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`);

describe('plain HTTP to an intercepted host, through the proxy,', () => {
  test.each([
    ['GET http://api.github.com/repos/acme/x?q', 'api.github.com', '/repos/acme/x?q'],
    ['GET http://API.github.com:80/repos/acme/x', 'api.github.com', '/repos/acme/x'],
    ['PUT http://uploads.github.com/uploads/x', 'uploads.github.com', '/uploads/x'],
    ['GET http://prefixed.example.org/claude/x', 'prefixed.example.org', '/claude/x'],
  ])('is sent on as verified HTTPS: %s', async (line, host, url) => {
    expect((await ask(envoy.proxy, line)).status).toBe(200);
    expect(upstream.seen).toHaveLength(1);
    expect(upstream.seen[0]).toMatchObject({ serverName: host, url, headers: { host } });
    const last = async () => (await envoy.audit(1)).at(-1);
    await expect
      .poll(last)
      .toMatchObject({ host, path: url.replace('?q', ''), decision: 'allow', reason: 'allowed', status: 200 });
  });

  test('may name the host in its Host header, as at port 80', async () => {
    expect((await ask(envoy.proxy, 'GET /repos/acme/x', ['Host: api.github.com'])).status).toBe(200);
    expect(upstream.seen[0]?.serverName).toBe('api.github.com');
  });

  test('arrives with the proxy’s credential and not with the agent’s', async () => {
    const answer = await ask(envoy.proxy, 'GET http://api.github.com/repos/acme/x', ['Host: a', 'Authorization: Bearer stolen']);
    expect(answer.text).not.toContain('set-cookie');
    expect(upstream.seen[0]?.headers).toMatchObject({ authorization: 'Bearer real-github-token', 'x-ours': '100%-ours' });
    expect(JSON.stringify(upstream.seen)).not.toContain('stolen');
  });
});

test('a host that is intercepted at port 80, too, has both ways there', async () => {
  expect((await ask(envoy.proxy, 'GET http://both.example.org:80/repos/acme/x')).status).toBe(200);
  const secure = await handshake(await openTunnel(envoy.proxy, 'both.example.org:80'), 'both.example.org', boundary.certificate);
  const inside = await exchange(secure, 'GET /repos/acme/x HTTP/1.1\r\nHost: both.example.org:80\r\nConnection: close\r\n\r\n');
  expect(inside.status).toBe(200);
  expect(upstream.seen.map(({ headers }) => headers.host)).toEqual(['both.example.org', 'both.example.org:80']);
});

describe('it is refused, and reaches nobody', () => {
  test.each([
    ['GET http://api.github.com/', 403, 'path-not-allowed'],
    ['GET http://api.github.com/claude/v1/messages', 403, 'path-not-allowed'],
    ['POST http://api.github.com/repos/acme/x', 403, 'method-not-allowed'],
    ['GET http://api.github.com/repos/acme/../x', 400, 'path-ambiguous'],
    ['GET http://api.github.com:443/repos/acme/x', 403, 'plain-http'],
    ['GET http://api.github.com:8443/repos/acme/x', 403, 'plain-http'],
    ['GET http://api.github.com:8080/repos/acme/x', 403, 'plain-http'],
    ['GET http://odd.example.org/repos/acme/x', 403, 'plain-http'],
    ['GET http://sub.api.github.com/repos/acme/x', 403, 'plain-http'],
    ['GET http://api.github.com./repos/acme/x', 403, 'plain-http'],
    ['GET http://mirror.example.org/x', 403, 'plain-http'],
    ['GET http://api.anthropic.com/v1/models/x', 403, 'plain-http'],
    ['GET http://evil.example.org/repos/acme/x', 403, 'plain-http'],
    ['POST /claude/v1/messages', 403, 'plain-http'],
    ['CONNECT api.github.com:80', 403, 'host-not-allowed'],
  ])('at the proxy port: %s: %i %s', async (line, status, reason) => {
    const answer = await ask(envoy.proxy, line);
    expect(answer).toMatchObject({ status, json: { error: 'denied', reason } });
    expect(upstream.seen).toEqual([]);
  });

  test.each(['GET /repos/acme/x', 'GET http://api.github.com/repos/acme/x', 'POST /claude/v1/messages'])(
    'at the gateway’s port, under the host’s name: %s',
    async (line) => {
      const answer = await ask(envoy.gateway, line, ['Host: api.github.com']);
      expect(answer).toMatchObject({ status: 403, json: { reason: 'no-such-gateway' } });
      expect(upstream.seen).toEqual([]);
    },
  );

  test('with a body over the limit', async () => {
    const answer = await ask(envoy.proxy, 'POST http://api.github.com/repos/acme/x/issues', ['Host: a'], 'x'.repeat(1001));
    expect(answer).toMatchObject({ status: 413, json: { reason: 'request-too-large' } });
    expect(upstream.seen).toEqual([]);
  });

  test('with an upgrade', async () => {
    const upgrade =
      'GET http://api.github.com/repos/acme/x HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: CONNECT\r\n\r\n';
    const answer = await raw(envoy.proxy, upgrade);
    expect(answer.status).toBe(403);
    expect(upstream.seen).toEqual([]);
  });
});
