import { once } from 'node:events';
import { beforeEach, describe, expect, test } from 'vitest';
import { InterceptStage, request } from './intercept-stage';
import { exchange, handshake, openTunnel, raw } from './raw-client';

const stage = new InterceptStage();

describe('the certificate', () => {
  test.each(['api.github.com', 'uploads.github.com', 'elsewhere.example.org'])('for %s is the boundary’s', async (host) => {
    const secure = await stage.connected(`${host}:443`);
    const certificate = secure.getPeerX509Certificate();
    expect([certificate?.checkHost(host), certificate?.issuer]).toEqual([host, 'CN=boundary']);
    secure.destroy();
  });

  test('comes with HTTP/1.1, whatever else the client speaks', async () => {
    const tunnel = await openTunnel(stage.envoy.proxy, 'api.github.com:443');
    const offered = { ALPNProtocols: ['h2', 'http/1.1'] };
    const secure = await handshake(tunnel, 'api.github.com', stage.boundary.certificate, offered);
    expect(secure.alpnProtocol).toBe('http/1.1');
    expect((await exchange(secure, request('GET /repos/acme/x'))).status).toBe(200);
  });
});

describe('a connection is closed within a second, and its only record is a denial,', () => {
  beforeEach(() => stage.quiet());

  test.each([
    ['another intercepted host’s name', 'api.github.com:443', 'uploads.github.com'],
    ['the name of another destination', 'uploads.github.com:443', 'elsewhere.example.org'],
    ['a tunnel’s name', 'api.github.com:443', 'mirror.example.org'],
    ['a gateway’s name', 'api.github.com:443', 'api.anthropic.com'],
    ['a name outside the policy', 'api.github.com:443', 'evil.example.org'],
    ['a name below the host', 'api.github.com:443', 'sub.api.github.com'],
    ['no name', 'api.github.com:443', ''],
  ])('when the handshake gives %s', async (_, authority, name) => {
    const before = (await stage.envoy.audit(0)).length;
    const closed = AbortSignal.timeout(1000);
    await expect(stage.connected(authority, name)).rejects.toThrow();
    expect(closed.aborted).toBe(false);
    const records = async () => (await stage.envoy.audit(0)).slice(before);
    await expect
      .poll(records)
      .toMatchObject([{ method: 'CONNECT', decision: 'deny', reason: 'server-name-mismatch', status: 200 }]);
  });

  test('when what comes is not TLS', async () => {
    const before = (await stage.envoy.audit(0)).length;
    const closed = AbortSignal.timeout(1000);
    const tunnel = await openTunnel(stage.envoy.proxy, 'api.github.com:443');
    tunnel.write(request('GET /repos/acme/x'));
    await once(tunnel.resume(), 'close');
    expect(closed.aborted).toBe(false);
    await expect
      .poll(async () => (await stage.envoy.audit(0)).slice(before))
      .toMatchObject([{ method: 'CONNECT', decision: 'deny', reason: 'not-tls' }]);
  });

  test.each([
    ['doesn’t trust the boundary', { ca: '' }],
    ['speaks TLS 1.1 at most', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }],
  ] as const)('when the client %s', async (_, options) => {
    const before = (await stage.envoy.audit(0)).length;
    const tunnel = await openTunnel(stage.envoy.proxy, 'api.github.com:443');
    await expect(handshake(tunnel, 'api.github.com', stage.boundary.certificate, options)).rejects.toThrow();
    tunnel.destroy();
    await expect
      .poll(async () => (await stage.envoy.audit(0)).slice(before))
      .toMatchObject([{ method: 'CONNECT', decision: 'deny', reason: 'interrupted' }]);
  });
});

describe('CONNECT is refused', () => {
  test.each([
    'api.github.com:8080',
    'elsewhere.example.org:8443',
    'sub.api.github.com:443',
    'api.github.com.:443',
    'api.github.com:0443',
    'xapi.github.com:443',
    'evil.example.org:443',
  ])('to %s', async (host) => {
    const answer = await raw(stage.envoy.proxy, `CONNECT ${host} HTTP/1.1\r\nHost: api.github.com:443\r\n\r\n`);
    expect(answer).toMatchObject({ status: 403, json: { reason: 'host-not-allowed' } });
  });

  test('at the gateway’s port', async () => {
    const answer = await raw(stage.envoy.gateway, 'CONNECT api.github.com:443 HTTP/1.1\r\nHost: api.github.com:443\r\n\r\n');
    expect(answer).toMatchObject({ status: 403, json: { reason: 'connect-at-gateway' } });
  });
});
