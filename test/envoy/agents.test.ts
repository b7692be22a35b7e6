import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { startUpstream, type Upstream } from '../stand-ins/upstream';
import { freePorts } from './free-ports';
import { anything, claude, mirror, policyOf } from './policies';
import { proxyHeader } from './proxy-header';
import { exchange, handshake, openTunnel, raw } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

const policy = policyOf([claude, anything, mirror], {
  agents: {
    reviewer: { destinations: ['claude'], limits: { requestsPerMinute: 3 } },
    builder: { destinations: ['anything', 'mirror'], limits: { connections: 2 } },
  },
});
const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`;
const post = 'POST /claude/v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}';

const hosts = ['api.anthropic.com', 'anything.example.org', 'mirror.example.org'];
let authority: CertificateAuthority;
let upstream: Upstream;

beforeAll(async () => {
  authority = await CertificateAuthority.create({ name: 'test' });
  upstream = await startUpstream(await authority.issue({ hosts }));
});
afterAll(() => upstream?.close());

const start = (props: object) => {
  const to = { port: 443, address: '127.0.0.1', addressPort: upstream.port };
  const resolve = hosts.map((host) => ({ host, ...to }));
  return startEnvoy(policy, { ca: authority.certificate, props: { resolve, ...props } });
};

describe('agents told apart by source address', () => {
  let envoy: RunningEnvoy;
  beforeAll(async () => {
    const agents = [
      { agent: 'reviewer', sources: ['127.0.1.0/24'] },
      { agent: 'builder', sources: ['127.0.2.0/24'] },
    ];
    envoy = await start({ agents });
  });
  afterAll(() => envoy?.stop());

  test('have each their own destinations', async () => {
    expect((await raw(envoy.gateway, post, { from: '127.0.1.7' })).status).toBe(200);
    expect((await raw(envoy.gateway, get('/anything/x'), { from: '127.0.2.7' })).status).toBe(200);
    expect((await raw(envoy.gateway, post, { from: '127.0.2.7' })).json).toMatchObject({ reason: 'no-such-gateway' });
    expect((await raw(envoy.gateway, get('/anything/x'), { from: '127.0.1.7' })).json).toMatchObject({
      reason: 'no-such-gateway',
    });
    await expect(openTunnel(envoy.proxy, 'mirror.example.org:443', { from: '127.0.1.7' })).rejects.toThrow('403');
  });

  test('are nobody from elsewhere', async () => {
    expect(await raw(envoy.gateway, post, { from: '127.0.0.1' })).toMatchObject({ text: '', closed: true });
  });

  test('are named in the record with their source', async () => {
    const records = await envoy.audit(2);
    expect(records).toContainEqual(expect.objectContaining({ agent: 'reviewer', source: '127.0.1.7', destination: 'claude' }));
    expect(records).toContainEqual(expect.objectContaining({ agent: 'builder', source: '127.0.2.7', destination: 'anything' }));
  });

  test('are bounded each for itself, over both ports together', async () => {
    // the three requests of this minute were sent above, to both ports
    expect((await raw(envoy.gateway, post, { from: '127.0.1.8' })).status).toBe(429);
    expect((await raw(envoy.proxy, 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n', { from: '127.0.1.8' })).status).toBe(429);
    expect((await raw(envoy.gateway, get('/anything/x'), { from: '127.0.2.7' })).status).toBe(200);
  });

  test('over their connections are closed at once', async () => {
    const held = await Promise.all([1, 2].map(() => openTunnel(envoy.proxy, 'mirror.example.org:443', { from: '127.0.2.9' })));
    expect(await raw(envoy.gateway, get('/anything/x'), { from: '127.0.2.9' })).toMatchObject({ text: '', closed: true });
    for (const tunnel of held) tunnel.destroy();
    await expect.poll(async () => (await raw(envoy.gateway, get('/anything/x'), { from: '127.0.2.9' })).status).toBe(200);
  });
});

describe('agents behind PrivateLink', () => {
  let envoy: RunningEnvoy;
  let transparentPort: number;
  beforeAll(async () => {
    const endpointIds = ['vpce-0abc'];
    const agents = [
      { agent: 'reviewer', sources: ['10.64.1.0/24'], endpointIds },
      { agent: 'builder', sources: ['10.64.2.0/24'], endpointIds },
    ];
    [transparentPort = 0] = await freePorts(1);
    envoy = await start({ agents, proxyProtocol: true, transparentPort });
  });
  afterAll(() => envoy?.stop());

  const through = (source: string, endpointId: string | undefined, request: string) =>
    raw(envoy.gateway, Buffer.concat([proxyHeader({ source, port: envoy.gateway, endpointId }), Buffer.from(request)]));

  test('are admitted through the listed endpoint, under their own source', async () => {
    expect((await through('10.64.2.5', 'vpce-0abc', get('/anything/x'))).status).toBe(200);
    expect(await envoy.audit(1)).toContainEqual(expect.objectContaining({ agent: 'builder', source: '10.64.2.5' }));
  });

  test.each([
    ['another endpoint', '10.64.2.5', 'vpce-0abd'],
    ['a longer id', '10.64.2.5', 'vpce-0abcd'],
    ['an empty id', '10.64.2.5', ''],
    ['no endpoint at all', '10.64.2.5', undefined],
    ['another subnet', '10.64.3.5', 'vpce-0abc'],
  ])('are closed when they come through %s', async (_, source, id) => {
    expect(await through(source, id, get('/anything/x'))).toMatchObject({ text: '', closed: true });
  });

  test('are closed without a PROXY header', async () => {
    expect(await raw(envoy.gateway, get('/anything/x'), { from: '127.0.0.1' })).toMatchObject({ text: '', closed: true });
  });

  test('and the load balancer’s health check needs neither', async () => {
    expect((await raw(envoy.health, get('/ready'))).status).toBe(200);
    expect((await raw(envoy.health, get('/anything/x'))).status).toBe(404);
  });

  const unaware = (source: string, endpointId: string | undefined, name: string) => {
    const client = connect(transparentPort, '127.0.0.1');
    client.write(proxyHeader({ source, port: transparentPort, endpointId }));
    return handshake(client, name, authority.certificate);
  };

  test('are themselves also where they know nothing of a proxy', async () => {
    const answer = await exchange(await unaware('10.64.2.6', 'vpce-0abc', 'mirror.example.org'), get('/x'));
    expect(answer.status).toBe(200);
    await expect
      .poll(() => envoy.audit(1))
      .toContainEqual(
        expect.objectContaining({ agent: 'builder', source: '10.64.2.6', host: 'mirror.example.org', decision: 'allow' }),
      );
  });

  test.each([
    ['of another agent', '10.64.1.6', 'vpce-0abc', 'mirror.example.org'],
    ['from another endpoint', '10.64.2.6', 'vpce-0abd', 'mirror.example.org'],
    ['from no endpoint', '10.64.2.6', undefined, 'mirror.example.org'],
    ['from another subnet', '10.64.3.6', 'vpce-0abc', 'mirror.example.org'],
    ['to another name', '10.64.2.6', 'vpce-0abc', 'evil.example.org'],
    ['to no name', '10.64.2.6', 'vpce-0abc', ''],
  ])('have TLS closed that is %s', async (_, source, id, name) => {
    await expect(unaware(source, id, name)).rejects.toThrow();
  });

  test('are not known where they give no name', async () => {
    await expect(unaware('10.64.2.66', 'vpce-0abc', '')).rejects.toThrow();
    await expect
      .poll(() => envoy.audit(1))
      .toContainEqual(
        expect.objectContaining({ agent: '-', source: '10.64.2.66', reason: 'server-name-mismatch', decision: 'deny' }),
      );
  });
});
