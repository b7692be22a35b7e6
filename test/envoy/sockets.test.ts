import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { startUpstream, type Upstream } from '../stand-ins/upstream';
import { anything, github, mirror, policyOf } from './policies';
import { exchange, raw } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

const folder = mkdtempSync(join(tmpdir(), 'airlock-sockets-'));
const [gatewaySocket, proxySocket] = [join(folder, 'gateway'), join(folder, 'proxy')];
afterAll(() => rmSync(folder, { recursive: true }));

const over = (path: string, line: string, host = 'a') =>
  exchange(connect(path), `${line} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);

describe.each([false, true])('a Unix socket (alone: %s)', (socketsOnly) => {
  let upstream: Upstream;
  let envoy: RunningEnvoy;

  beforeAll(async () => {
    const authority = await CertificateAuthority.create({ name: 'test' });
    upstream = await startUpstream(await authority.issue({ hosts: ['anything.example.org', 'api.github.com'] }));
    const to = { port: 443, address: '127.0.0.1', addressPort: upstream.port };
    const resolve = ['anything.example.org', 'api.github.com'].map((host) => ({ host, ...to }));
    const policy = policyOf([anything, github, mirror], { limits: { requestsPerMinute: 12, connections: 2 } });
    const boundary = await CertificateAuthority.create({ name: 'boundary' });
    envoy = await startEnvoy(policy, {
      ca: authority.certificate,
      boundary,
      props: { resolve, gatewaySocket, proxySocket, socketsOnly },
    });
  });
  afterAll(async () => {
    await envoy?.stop();
    await upstream?.close();
  });

  test.each([gatewaySocket, proxySocket])('is its user’s only: %s', (path) => {
    expect(existsSync(path) && statSync(path).mode & 0o777).toBe(0o600);
  });

  test('is as good as the gateway port', async () => {
    expect((await over(gatewaySocket, 'GET /anything/x')).status).toBe(200);
    expect((await over(gatewaySocket, 'GET /github/x')).json).toMatchObject({ reason: 'no-such-gateway' });
    expect((await over(gatewaySocket, 'CONNECT mirror.example.org:443')).json).toMatchObject({ reason: 'connect-at-gateway' });
  });

  test('is as good as the proxy port', async () => {
    expect((await over(proxySocket, 'GET http://api.github.com/repos/acme/x')).status).toBe(200);
    expect((await over(proxySocket, 'GET /anything/x')).json).toMatchObject({ reason: 'plain-http' });
    expect((await over(proxySocket, 'CONNECT evil.example.org:443')).json).toMatchObject({ reason: 'host-not-allowed' });
  });

  test('is recorded as from this machine, not by its path', async () => {
    const records = await envoy.audit(6);
    expect(new Set(records.map(({ source }) => source))).toEqual(new Set(['127.0.0.1']));
  });

  test('counts connections with the others', async () => {
    const held = [gatewaySocket, proxySocket].map((path) => connect(path));
    for (const socket of held) {
      socket.write('GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n');
      await once(socket, 'data');
    }
    expect(await over(gatewaySocket, 'GET /anything/x')).toMatchObject({ text: '', closed: true });
    for (const socket of held) socket.destroy();
    await expect.poll(async () => (await over(gatewaySocket, 'GET /anything/x')).status).toBe(200);
  });

  test('counts with the others, and the ports with it if there are any', async () => {
    // nine of twelve requests were sent above
    for (let count = 9; count < 12; count += 1) expect((await over(gatewaySocket, 'GET /anything/x')).status).toBe(200);
    expect((await over(proxySocket, 'GET http://api.github.com/repos/acme/x')).status).toBe(429);
    const byPort = await raw(envoy.gateway, 'GET /anything/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(byPort.status).toBe(socketsOnly ? 0 : 429);
  });
});
