import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { clientHello } from '../attacks/client-hello';
import { startUpstream, type Upstream } from '../stand-ins/upstream';
import { freePorts } from './free-ports';
import { github, mirror, policyOf } from './policies';
import { exchange, handshake } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

const folder = mkdtempSync(join(tmpdir(), 'airlock-sockets-'));
const [transparentSocket, transparentHttpSocket] = [join(folder, 'tls'), join(folder, 'http')];
const others = { gatewaySocket: join(folder, 'gateway'), proxySocket: join(folder, 'proxy') };
afterAll(() => rmSync(folder, { recursive: true }));

const get = (path: string, host = 'api.github.com') => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

describe.each([false, true])('a transparent socket (sockets alone: %s)', (socketsOnly) => {
  let boundary: CertificateAuthority;
  let upstream: Upstream;
  let envoy: RunningEnvoy;

  beforeAll(async () => {
    boundary = await CertificateAuthority.create({ name: 'boundary' });
    const authority = await CertificateAuthority.create({ name: 'test' });
    upstream = await startUpstream(await authority.issue({ hosts: ['api.github.com'] }));
    const resolve = [{ host: 'api.github.com', port: 443, address: '127.0.0.1', addressPort: upstream.port }];
    const [transparentHttpPort] = await freePorts(1);
    const props = {
      resolve,
      transparentSocket,
      transparentHttpSocket,
      transparentHttpPort,
      ...(socketsOnly && { ...others, socketsOnly }),
    };
    envoy = await startEnvoy(policyOf([github, mirror]), { ca: authority.certificate, boundary, props });
  });
  afterAll(async () => {
    await envoy?.stop();
    await upstream?.close();
  });
  beforeEach(() => {
    upstream.seen.length = 0;
  });

  const opened = () => handshake(connect(transparentSocket), 'api.github.com', boundary.certificate);
  const byHttp = (bytes: string) => exchange(connect(transparentHttpSocket), bytes);

  test.each([transparentSocket, transparentHttpSocket])('is its user’s only: %s', (path) => {
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  describe('is as good as the port', () => {
    test('for what is allowed', async () => {
      expect((await exchange(await opened(), get('/repos/acme/x'))).status).toBe(200);
      expect((await byHttp(get('/repos/acme/x'))).status).toBe(200);
      expect(upstream.seen.map(({ serverName }) => serverName)).toEqual(['api.github.com', 'api.github.com']);
    });

    test.each([
      ['a path', async () => exchange(await opened(), get('/user')), 'path-not-allowed'],
      ['another host inside', async () => exchange(await opened(), get('/x', 'mirror.example.org')), 'server-name-mismatch'],
      ['a path, by plain HTTP', () => byHttp(get('/user')), 'path-not-allowed'],
      ["a tunnel's host, by plain HTTP", () => byHttp(get('/x', 'mirror.example.org')), 'plain-http'],
      ['CONNECT', () => byHttp('CONNECT api.github.com:443 HTTP/1.1\r\nHost: api.github.com\r\n\r\n'), 'connect-at-gateway'],
    ])('for what is denied: %s', async (_, ask, reason) => {
      expect((await ask()).json).toMatchObject({ error: 'denied', reason });
      expect(upstream.seen).toEqual([]);
    });

    test.each([
      ['a host outside the policy', clientHello('evil.example.org'), 'host-not-allowed'],
      ['no name', clientHello(''), 'server-name-mismatch'],
      ['what is not TLS', get('/repos/acme/x'), 'not-tls'],
    ])('for what is closed and recorded: %s', async (_, bytes, reason) => {
      expect((await exchange(connect(transparentSocket), bytes)).text).toBe('');
      // not the socket's path
      await expect
        .poll(async () => (await envoy.audit(0)).at(-1))
        .toMatchObject({ decision: 'deny', reason, source: '127.0.0.1' });
      expect(upstream.seen).toEqual([]);
    });
  });
});
