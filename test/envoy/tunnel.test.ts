import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AuditRecord } from '../../lib/audit/audit-record';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { startUpstream, type Upstream } from '../stand-ins/upstream';
import { claude, mirror, oddPorts, policyOf } from './policies';
import { handshake, openTunnel, raw } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

let authority: CertificateAuthority;
let upstream: Upstream;
let envoy: RunningEnvoy;

beforeAll(async () => {
  authority = await CertificateAuthority.create({ name: 'test' });
  const hosts = ['mirror.example.org', 'a.mirror.example.org', 'odd.example.org'];
  upstream = await startUpstream(await authority.issue({ hosts }));
  const to = { address: '127.0.0.1', addressPort: upstream.port };
  const resolve = [...hosts.map((host) => ({ host, port: 443, ...to })), { host: 'odd.example.org', port: 8443, ...to }];
  // what is outside the policy is reachable too, so that a refusal is the policy's and not the network's
  resolve.push(
    ...['evil.example.org', 'a.b.mirror.example.org', 'api.anthropic.com'].map((host) => ({ host, port: 443, ...to })),
  );
  envoy = await startEnvoy(policyOf([claude, mirror, oddPorts]), { ca: authority.certificate, props: { resolve } });
});
afterAll(async () => {
  await envoy?.stop();
  await upstream?.close();
});
beforeEach(() => {
  upstream.seen.length = 0;
});

async function lastRecord(method = 'CONNECT'): Promise<AuditRecord | undefined> {
  const before = (await envoy.audit(0)).length;
  await expect.poll(async () => (await envoy.audit(0)).length).toBeGreaterThanOrEqual(before);
  return (await envoy.audit(1)).filter((record) => record.method === method).at(-1);
}

describe('a tunnel', () => {
  test.each([
    ['mirror.example.org:443', 'mirror.example.org', 'mirror'],
    ['MIRROR.Example.ORG:443', 'mirror.example.org', 'mirror'],
    ['a.mirror.example.org:443', 'a.mirror.example.org', 'mirror'],
    ['odd.example.org:8443', 'odd.example.org', 'odd'],
  ])('to %s carries TLS end to end', async (host, name, destination) => {
    const secure = await handshake(await openTunnel(envoy.proxy, host), name, authority.certificate);
    expect(secure.getPeerX509Certificate()?.checkHost(name)).toBe(name);
    secure.write(`GET /x HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`);
    await once(secure.resume(), 'close');
    expect(upstream.seen).toHaveLength(1);
    await expect.poll(lastRecord).toMatchObject({ destination, decision: 'allow', reason: 'allowed', status: 200, path: null });
  });

  test('opens for HTTP/1.0 clients', async () => {
    const answer = await raw(envoy.proxy, 'CONNECT mirror.example.org:443 HTTP/1.0\r\n\r\n');
    expect(answer.status).toBe(200);
  });
});

describe('CONNECT is refused', () => {
  test.each([
    ['evil.example.org:443', 'host-not-allowed'],
    ['a.b.mirror.example.org:443', 'host-not-allowed'],
    ['.mirror.example.org:443', 'host-not-allowed'],
    ['mirror.example.org.:443', 'host-not-allowed'],
    ['mirror.example.org:80', 'host-not-allowed'],
    ['mirror.example.org:8443', 'host-not-allowed'],
    ['mirror.example.org:0443', 'host-not-allowed'],
    ['xmirror.example.org:443', 'host-not-allowed'],
    ['127.0.0.1:443', 'host-not-allowed'],
    ['[::1]:443', 'host-not-allowed'],
    ['169.254.169.254:80', 'host-not-allowed'],
    ['api.anthropic.com:443', 'use-gateway'],
    ['API.anthropic.com:8443', 'use-gateway'],
  ])('to %s: %s', async (host, reason) => {
    const answer = await raw(envoy.proxy, `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    expect(answer).toMatchObject({ status: 403, json: { reason } });
    expect(upstream.seen).toEqual([]);
  });

  test.each(['CONNECT mirror.example.org', 'CONNECT /', 'CONNECT', 'GET https://mirror.example.org/x'])(
    'as malformed: %s',
    async (line) => {
      const answer = await raw(envoy.proxy, `${line} HTTP/1.1\r\nHost: mirror.example.org:443\r\n\r\n`);
      expect(answer.json).toMatchObject({ error: 'denied', reason: 'malformed' });
    },
  );

  test('to a gateway’s host with the gateway’s URL', async () => {
    const answer = await raw(envoy.proxy, 'CONNECT api.anthropic.com:443 HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(answer.json.hint).toBe(`use http://127.0.0.1:${envoy.gateway}/claude/ instead of CONNECT`);
  });

  test('by the host of its request line, whatever the Host header says', async () => {
    const answer = await raw(envoy.proxy, 'CONNECT evil.example.org:443 HTTP/1.1\r\nHost: mirror.example.org:443\r\n\r\n');
    expect(answer.status).toBe(403);
  });

  test.each(['GET http://mirror.example.org/x', 'GET /claude/v1/messages', 'POST /claude/v1/messages'])(
    'and so is %s at the proxy’s port',
    async (line) => {
      const answer = await raw(envoy.proxy, `${line} HTTP/1.1\r\nHost: mirror.example.org\r\n\r\n`);
      expect(answer).toMatchObject({ status: 403, json: { reason: 'plain-http' } });
      expect(upstream.seen).toEqual([]);
    },
  );
});

describe('an opened tunnel is closed, and its only record is a denial,', () => {
  test.each([
    ['another allowed host’s name', 'mirror.example.org:443', 'odd.example.org'],
    ['a sibling under the wildcard', 'mirror.example.org:443', 'a.mirror.example.org'],
    ['a host outside the policy', 'mirror.example.org:443', 'evil.example.org'],
    ['a gateway’s name', 'mirror.example.org:443', 'api.anthropic.com'],
    ['no name', 'mirror.example.org:443', ''],
  ])('when the handshake gives %s', async (_, host, name) => {
    const tunnel = await openTunnel(envoy.proxy, host);
    await expect(handshake(tunnel, name, authority.certificate)).rejects.toThrow();
    await expect
      .poll(lastRecord)
      .toMatchObject({ decision: 'deny', reason: 'server-name-mismatch', status: 200, destination: 'mirror' });
  });

  test('when what comes is not TLS', async () => {
    const tunnel = await openTunnel(envoy.proxy, 'mirror.example.org:443');
    tunnel.write('GET / HTTP/1.1\r\nHost: mirror.example.org\r\n\r\n');
    await once(tunnel.resume(), 'close');
    await expect.poll(lastRecord).toMatchObject({ decision: 'deny', reason: 'not-tls' });
  });
});

test('concurrent tunnels don’t carry each other’s names', async () => {
  const names = ['mirror.example.org', 'a.mirror.example.org', 'odd.example.org'];
  const tries = Array.from({ length: 90 }, (_, index) => names[index % 3] as string);
  const results = await Promise.all(
    tries.map(async (name) => {
      const secure = await handshake(await openTunnel(envoy.proxy, `${name}:443`), name, authority.certificate);
      secure.destroy();
      return true;
    }),
  );
  expect(results).toHaveLength(90);
  const records = async () =>
    (await envoy.audit(0)).filter(({ reason, host }) => reason === 'allowed' && names.includes(String(host).toLowerCase()));
  await expect.poll(async () => (await records()).length).toBeGreaterThanOrEqual(90);
  for (const { host, destination } of await records()) {
    expect(destination).toBe(String(host).startsWith('odd') ? 'odd' : 'mirror');
  }
});
