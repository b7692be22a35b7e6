import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decide } from '../../lib/policy/decision';
import { passesInReport } from '../../lib/policy/report-mode';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { type NameServer, startNameServer } from '../stand-ins/name-server';
import { startUpstream, type Upstream } from '../stand-ins/upstream';
import { anything, claude, type DestinationInput, mirror, policyOf } from './policies';
import { handshake, openTunnel, raw } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

const inner: DestinationInput = {
  name: 'inner',
  hosts: ['*.corp.example.org'],
  access: 'tunnel',
  upstream: { addresses: ['10.20.0.0/16'] },
};
const rebound: DestinationInput = {
  name: 'rebound',
  host: 'rebound.example.org',
  access: 'gateway',
  allow: [{ methods: ['GET'], path: '/' }],
};
const broken: DestinationInput = { ...rebound, name: 'broken', host: 'broken.example.org' };
const own = [claude, anything, mirror, rebound, broken];
const reporting = policyOf([...own, inner], {
  agents: { default: { destinations: own.map(({ name }) => name) }, other: { destinations: ['inner'] } },
  limits: { requestBytes: 1000 },
  enforcement: { report: { until: '2999-01-01' } },
});
const hosts = ['api.anthropic.com', 'anything.example.org', 'mirror.example.org', 'other.example.org', 'a.b.mirror.example.org'];
const agents = [{ agent: 'default' }];

let names: NameServer;
let authority: CertificateAuthority;
let upstream: Upstream;
let envoy: RunningEnvoy;

const start = (edit = (text: string) => text) => {
  const to = { port: 443, address: '127.0.0.1', addressPort: upstream.port };
  const resolve = [...hosts, 'x.corp.example.org'].map((host) => ({ host, ...to }));
  resolve.push({ ...to, host: 'broken.example.org', addressPort: 1 });
  return startEnvoy(reporting, { ca: authority.certificate, props: { resolve, agents, resolvers: [names.address] }, edit });
};

beforeAll(async () => {
  names = await startNameServer({ 'rebound.example.org': ['10.0.0.5'], 'ten.example.org': ['10.0.0.5'] });
  authority = await CertificateAuthority.create({ name: 'test' });
  upstream = await startUpstream(await authority.issue({ hosts }));
  envoy = await start();
});
afterAll(async () => {
  await envoy?.stop();
  await upstream?.close();
  names?.close();
});
beforeEach(() => {
  upstream.seen.length = 0;
});

const request = (line: string, headers: readonly string[] = [], body = '') =>
  `${line} HTTP/1.1\r\nHost: proxy\r\n${headers.map((header) => `${header}\r\n`).join('')}` +
  `${body ? `Content-Length: ${body.length}\r\n` : ''}Connection: close\r\n\r\n${body}`;
const connect = (host: string) => `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;

async function lastRecord(from = envoy) {
  return (await from.audit(1)).at(-1);
}

async function askThrough(from: RunningEnvoy, host: string): Promise<void> {
  const secure = await handshake(await openTunnel(from.proxy, `${host}:443`), host, authority.certificate);
  secure.write(`GET /x HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  await once(secure.resume(), 'close');
}

describe('until its day, what is outside the policy passes and is logged with the reason for which it would be denied:', () => {
  test.each([
    ['GET /claude/v1/messages', '/v1/messages', 'method-not-allowed'],
    ['POST /claude/v1/complete?x=1', '/v1/complete?x=1', 'path-not-allowed'],
    ['PUT /claude/v1/files/a', '/v1/files/a', 'method-not-allowed'],
    ['DELETE /claude/', '/', 'path-not-allowed'],
  ])('%s', async (line, url, reason) => {
    const stolen = ['X-Api-Key: stolen', 'Authorization: stolen', 'Anthropic-Allowed-Org-Ids: stolen'];
    expect((await raw(envoy.gateway, request(line, stolen))).status).toBe(200);
    expect(upstream.seen).toMatchObject([{ serverName: 'api.anthropic.com', url }]);
    expect(JSON.stringify(upstream.seen)).not.toMatch(/stolen|x-api-key|authorization|real-/i);
    await expect
      .poll(lastRecord)
      .toMatchObject({ decision: 'would-deny', reason, status: 200, destination: 'claude', host: 'api.anthropic.com' });
  });

  test.each(['other.example.org', 'a.b.mirror.example.org'])('a tunnel to %s', async (host) => {
    await askThrough(envoy, host);
    expect(upstream.seen).toHaveLength(1);
    await expect
      .poll(lastRecord)
      .toMatchObject({ decision: 'would-deny', reason: 'host-not-allowed', destination: null, host, status: 200 });
  });

  test('and what is inside it is allowed as ever, with its credential', async () => {
    expect((await raw(envoy.gateway, request('POST /claude/v1/messages', [], '{}'))).status).toBe(200);
    expect(upstream.seen[0]?.headers).toMatchObject({ 'x-api-key': 'real-anthropic-api-key' });
    await expect.poll(lastRecord).toMatchObject({ decision: 'allow', reason: 'allowed' });
    await askThrough(envoy, 'mirror.example.org');
    await expect.poll(lastRecord).toMatchObject({ decision: 'allow', reason: 'allowed', destination: 'mirror' });
  });

  test('and it is called so too when the upstream fails', async () => {
    const answer = await raw(envoy.gateway, request('GET /broken/x'));
    expect(answer).toMatchObject({ status: 503, json: { error: 'failed', reason: 'path-not-allowed' } });
    await expect.poll(lastRecord).toMatchObject({ decision: 'would-deny', reason: 'path-not-allowed', status: 503 });
  });
});

describe('report mode never lifts', () => {
  test.each([
    ['TRACE /claude/v1/messages', 403, 'method-not-allowed'],
    ['TRACE /claude/v1/other', 403, 'path-not-allowed'],
    ['TRACE /anything/x', 403, 'method-not-allowed'],
    ['POST /claude', 403, 'path-not-allowed'],
    ['GET /nobody/x', 403, 'no-such-gateway'],
    ['GET /claude/v1/../x', 400, 'path-ambiguous'],
    ['GET /claude/v1/x%2Fy', 400, 'path-ambiguous'],
    ['GET /claude//x', 400, 'path-ambiguous'],
  ])('%s: %i %s', async (line, status, reason) => {
    expect(await raw(envoy.gateway, request(line))).toMatchObject({ status, json: { reason } });
    expect(upstream.seen).toEqual([]);
    await expect.poll(lastRecord).toMatchObject({ decision: 'deny', reason });
  });

  test('the guard of addresses, at a gateway and in a tunnel', async () => {
    expect(await raw(envoy.gateway, request('GET /rebound/x'))).toMatchObject({
      status: 403,
      json: { reason: 'address-not-allowed' },
    });
    const tunnel = await openTunnel(envoy.proxy, 'ten.example.org:443');
    await expect(handshake(tunnel, 'ten.example.org', authority.certificate)).rejects.toThrow();
    await expect
      .poll(lastRecord)
      .toMatchObject({ decision: 'deny', reason: 'address-not-allowed', method: 'CONNECT', host: 'ten.example.org' });
  });

  test('the limit of a body', async () => {
    const answer = await raw(envoy.gateway, request('POST /claude/v1/complete', [], 'x'.repeat(1001)));
    expect(answer).toMatchObject({ status: 413, json: { reason: 'request-too-large' } });
    expect(upstream.seen).toEqual([]);
  });

  test.each([
    ['to a gateway’s host', 'api.anthropic.com:443', 'use-gateway'],
    ['to a gateway’s host with a dot at its end', 'api.anthropic.com.:443', 'host-not-allowed'],
    ['to private addresses that another agent may have', 'x.corp.example.org:443', 'host-not-allowed'],
    ['deep below them', 'x.y.corp.example.org:443', 'host-not-allowed'],
    ['to another port', 'other.example.org:8443', 'host-not-allowed'],
    ['to another port of a listed host', 'mirror.example.org:80', 'host-not-allowed'],
    ['to an address', '93.184.216.34:443', 'host-not-allowed'],
    ['to an IPv6 address', '[2606:2800::1]:443', 'host-not-allowed'],
    ['to one label', 'localhost:443', 'host-not-allowed'],
    ['to an empty label', 'a..example.org:443', 'host-not-allowed'],
  ])('a tunnel %s', async (_, host, reason) => {
    expect(await raw(envoy.proxy, connect(host))).toMatchObject({ status: 403, json: { reason } });
    await expect.poll(lastRecord).toMatchObject({ decision: 'deny', reason });
  });

  test('plain HTTP to others', async () => {
    const answer = await raw(envoy.proxy, 'GET http://other.example.org/ HTTP/1.1\r\nHost: other.example.org\r\n\r\n');
    expect(answer).toMatchObject({ status: 403, json: { reason: 'plain-http' } });
  });

  test.each(['mirror.example.org', 'api.anthropic.com', ''])('the handshake’s name: %j in a tunnel to another', async (name) => {
    const tunnel = await openTunnel(envoy.proxy, 'other.example.org:443');
    await expect(handshake(tunnel, name, authority.certificate)).rejects.toThrow();
    await expect.poll(lastRecord).toMatchObject({ decision: 'deny', reason: 'server-name-mismatch', host: 'other.example.org' });
    expect(upstream.seen).toEqual([]);
  });
});

test('what it lets pass is cut within the hour, here a second', async () => {
  const brief = await start((text) => text.replaceAll('"max_stream_duration":"3600s"', '"max_stream_duration":"1s"'));
  try {
    const [inside, outside] = [
      await openTunnel(brief.proxy, 'mirror.example.org:443'),
      await openTunnel(brief.proxy, 'other.example.org:443'),
    ];
    const open = await handshake(inside, 'mirror.example.org', authority.certificate);
    const cut = await handshake(outside, 'other.example.org', authority.certificate);
    await once(cut.resume(), 'close');
    expect(open.closed).toBe(false);
    open.destroy();
  } finally {
    await brief.stop();
  }
});

test('Envoy itself ends it at its time, on connections that are open and on new ones', async () => {
  const end = new Date(Math.ceil(Date.now() / 1000) * 1000 + 4000);
  const ending = await start((text) => text.replaceAll('2999-01-01T00:00:00Z', end.toISOString().replace('.000', '')));
  try {
    expect((await raw(ending.gateway, request('GET /claude/v1/messages'))).status).toBe(200);
    await askThrough(ending, 'other.example.org');
    expect(upstream.seen).toHaveLength(2);
    const held = fetch(`http://127.0.0.1:${ending.gateway}/claude/v1/other`);
    expect((await held).status).toBe(200);
    await expect.poll(async () => (await fetch(`http://127.0.0.1:${ending.gateway}/claude/v1/other`)).status).toBe(403);
    expect(Date.now()).toBeGreaterThanOrEqual(end.getTime());
    upstream.seen.length = 0;
    const denied = await raw(ending.gateway, request('GET /claude/v1/messages'));
    expect(denied).toMatchObject({ status: 403, json: { error: 'denied', reason: 'method-not-allowed', destination: 'claude' } });
    expect(denied.text).toContain('x-airlock-denied: method-not-allowed');
    expect(await raw(ending.proxy, connect('other.example.org:443'))).toMatchObject({ json: { reason: 'host-not-allowed' } });
    await expect.poll(() => lastRecord(ending)).toMatchObject({ decision: 'deny', reason: 'host-not-allowed' });
    expect(upstream.seen).toEqual([]);
    expect((await raw(ending.gateway, request('POST /claude/v1/messages', [], '{}'))).status).toBe(200);
    await expect.poll(() => lastRecord(ending)).toMatchObject({ decision: 'allow', reason: 'allowed' });
  } finally {
    await ending.stop();
  }
});

test('explain says of each request whether report mode lets it pass, as the proxy does', async () => {
  const paths = ['', '/', '/v1/messages', '/v1/files/a', '/v1/files/a%2Fb', '/v1//x', '/other'];
  const urls = ['claude', 'anything', 'nobody'].flatMap((name) => paths.map((path) => `/${name}${path}`));
  const asked = ['GET', 'POST', 'TRACE'].flatMap((method) => urls.map((url) => [method, url] as const));
  const rows = await Promise.all(
    asked.map(async ([method, url]) => {
      const { status } = await raw(envoy.gateway, request(`${method} ${url}`));
      const to = [
        envoy.policy.agent('default'),
        method,
        `http://proxy:${envoy.gateway}${url}`,
        { gatewayPort: envoy.gateway },
      ] as const;
      const passes = decide(...to).decision === 'allow' || passesInReport(envoy.policy, ...to);
      return { method, url, agrees: passes === (status === 200) };
    }),
  );
  expect(rows.filter(({ agrees }) => !agrees)).toEqual([]);
});
