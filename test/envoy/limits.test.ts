import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { everywhere, until } from '../runtime/scratch';
import { startUpstream, type Upstream } from '../stand-ins/upstream';
import { anything, claude, mirror, policyOf } from './policies';
import { handshake, openTunnel, raw } from './raw-client';
import { type EnvoyOptions, type RunningEnvoy, startEnvoy } from './running-envoy';

const hosts = ['api.anthropic.com', 'anything.example.org', 'mirror.example.org'];
let authority: CertificateAuthority;
let upstream: Upstream;

beforeAll(async () => {
  authority = await CertificateAuthority.create({ name: 'test' });
  upstream = await startUpstream(await authority.issue({ hosts }));
});
afterAll(() => upstream?.close());
beforeEach(() => {
  upstream.seen.length = 0;
});

const start = (limits: object, more: Partial<EnvoyOptions> = {}, port = upstream.port) => {
  const resolve = hosts.map((host) => ({ host, port: 443, address: '127.0.0.1', addressPort: port }));
  return startEnvoy(policyOf([claude, anything, mirror], { limits }), { ca: authority.certificate, props: { resolve }, ...more });
};
const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`;
const post = (path: string, ...lines: string[]) => `POST ${path} HTTP/1.1\r\nHost: a\r\n${lines.join('\r\n')}`;
const chunked = 'Transfer-Encoding: chunked';

test('over its requests a minute an agent is told after how many seconds to try again, and that is so', async () => {
  const envoy = await start({ requestsPerMinute: 30 });
  try {
    // denied requests count as well
    const burst = await Promise.all(Array.from({ length: 40 }, () => raw(envoy.gateway, get('/nobody'))));
    expect(new Set(burst.map(({ status }) => status))).toEqual(new Set([403, 429]));
    const refused = burst.find(({ status }) => status === 429);
    expect(refused?.json).toMatchObject({ error: 'denied', reason: 'rate-limited' });
    expect(refused?.text).toContain('retry-after: 2\r\n');
    await pause(2000);
    expect((await raw(envoy.gateway, get('/anything/x'))).status).toBe(200);
  } finally {
    await envoy.stop();
  }
});

describe('a body', () => {
  let envoy: RunningEnvoy;
  beforeAll(async () => {
    envoy = await start({ requestBytes: 1000 });
  });
  afterAll(() => envoy?.stop());

  test.each([
    ['by its length', post('/anything/x', 'Content-Length: 1000', '', 'x'.repeat(1000))],
    ['in chunks', post('/anything/x', chunked, '', '3e8', 'x'.repeat(1000), '0', '', '')],
  ])('of the limit passes %s', async (_, bytes) => {
    expect((await raw(envoy.gateway, bytes)).status).toBe(200);
    expect(upstream.seen[0]?.body).toHaveLength(1000);
  });

  test.each([
    ['one byte over it', post('/anything/x', 'Content-Length: 1001', '', '')],
    ['as much as a number can say', post('/anything/x', 'Content-Length: 9223372036854775807', '', '')],
    ['over it, in chunks', post('/anything/x', chunked, '', '3e9', 'x'.repeat(1001), '0', '', '')],
    ['over it, in chunks of one byte', post('/anything/x', chunked, '', ...Array(1001).fill('1\r\nx'), '0', '', '')],
  ])('of %s is refused at once', async (_, bytes) => {
    const answer = await raw(envoy.gateway, bytes);
    expect(answer).toMatchObject({ status: 413, json: { reason: 'request-too-large' } });
    expect(answer.text).toContain('x-airlock-denied: request-too-large');
    expect(upstream.seen).toEqual([]);
  });

  test('that is not whole reaches nobody, in chunks', async () => {
    const before = upstream.begun();
    await raw(envoy.gateway, post('/anything/x', chunked, '', '3e8', 'x'.repeat(1000), ''), { patience: 1000 });
    expect(upstream.begun()).toBe(before);
  });

  test.each([
    ['by its length', post('/claude/x', 'Content-Length: 900', '', 'x')],
    ['in chunks', post('/claude/x', chunked, '', '1', 'x', '')],
  ])('of a denied request isn’t waited for and doesn’t count, %s', async (_, bytes) => {
    expect(await raw(envoy.gateway, bytes)).toMatchObject({ status: 403, json: { reason: 'path-not-allowed' } });
    await expect.poll(async () => (await envoy.audit(1)).at(-1)).toMatchObject({ reason: 'path-not-allowed', bytesIn: 0 });
  });
});

describe('a slow client', () => {
  let envoy: RunningEnvoy;
  beforeAll(async () => {
    const short = { request_headers_timeout: '10s', request_timeout: '600s' };
    const edit = (text: string) =>
      Object.entries(short).reduce((all, [name, time]) => all.replaceAll(`"${name}":"${time}"`, `"${name}":"1s"`), text);
    envoy = await start({}, { edit });
  });
  afterAll(() => envoy?.stop());

  test.each([
    ['headers', 'POST /anything/x HTTP/1.1\r\nHost: a\r\n'],
    ['request line', 'POST /any'],
    ['body', post('/anything/x', 'Content-Length: 10', '', 'x')],
    ['chunks', post('/anything/x', chunked, '', '1', 'x', '')],
  ])('that doesn’t end its %s is ended', async (_, bytes) => {
    const answer = await raw(envoy.gateway, bytes, { quiet: 20_000 });
    expect(answer).toMatchObject({ status: 408, closed: true, json: { error: 'denied', reason: 'timed-out' } });
    expect(upstream.seen).toEqual([]);
    await expect.poll(async () => (await envoy.audit(1)).at(-1)).toMatchObject({ decision: 'deny', reason: 'timed-out' });
  });

  test('in a tunnel is not hurried', async () => {
    const secure = await handshake(
      await openTunnel(envoy.proxy, 'mirror.example.org:443'),
      'mirror.example.org',
      authority.certificate,
    );
    await pause(1500);
    secure.write('GET /x HTTP/1.1\r\nHost: mirror.example.org\r\nConnection: close\r\n\r\n');
    await once(secure.resume(), 'close');
    expect(upstream.seen).toHaveLength(1);
  });
});

test.each([
  ['header', get('/anything/x').replace('\r\n\r\n', `\r\nX-A: ${'a'.repeat(61_440)}\r\n\r\n`)],
  ['number of headers', get('/anything/x').replace('\r\n\r\n', `${'\r\nX-A: a'.repeat(100)}\r\n\r\n`)],
  ['path', get(`/anything/${'a'.repeat(61_440)}`)],
])('a request with too large a %s is refused', async (_, bytes) => {
  const envoy = await start({});
  try {
    expect(await raw(envoy.gateway, bytes)).toMatchObject({ status: 431, json: { reason: 'malformed' } });
    expect(upstream.seen).toEqual([]);
  } finally {
    await envoy.stop();
  }
});

test('an agent that doesn’t read holds back its upstream, and the proxy keeps little', async () => {
  const { key, certificate } = await authority.issue({ hosts });
  let sent = 0;
  const endless = createSecureServer({ key, cert: certificate }).on('stream', (stream) => {
    const more = () => {
      if (stream.destroyed) return;
      sent += 65_536;
      stream.write(Buffer.alloc(65_536), more);
    };
    stream.on('error', () => undefined).respond({ ':status': 200 });
    more();
  });
  endless.listen(0, '127.0.0.1');
  await once(endless, 'listening');
  const envoy = await start({}, {}, (endless.address() as AddressInfo).port);
  try {
    const agent = connect(envoy.gateway, '127.0.0.1').pause();
    agent.write(get('/anything/x'));
    const isHeld = async () => {
      const before = sent;
      await pause(500);
      return sent > 0 && sent === before;
    };
    await until(isHeld, () => `${sent} bytes were sent`);
    expect(sent).toBeLessThan(16_777_216);
    agent.destroy();
  } finally {
    await envoy.stop();
    endless.close();
  }
});

test('short of memory, the proxy refuses requests and then connections, and says so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'airlock-pressure-'));
  const press = (pressure: number) => {
    writeFileSync(join(folder, 'new'), String(pressure));
    renameSync(join(folder, 'new'), join(folder, 'pressure'));
  };
  press(0);
  const injected = {
    '@type': 'type.googleapis.com/envoy.extensions.resource_monitors.injected_resource.v3.InjectedResourceConfig',
    filename: join(folder, 'pressure'),
  };
  const edit = (text: string) =>
    text
      .replace(/\{"@type":"[^"]*FixedHeapConfig"[^}]*\}/, JSON.stringify(injected))
      .replaceAll('envoy.resource_monitors.fixed_heap', 'envoy.resource_monitors.injected_resource');
  const envoy = await start({}, { edit });
  try {
    const secure = await handshake(await openTunnel(envoy.proxy, `${hosts[2]}:443`), hosts[2] ?? '', authority.certificate);
    const status = async () => (await raw(envoy.gateway, get('/anything/x'))).status;
    expect(await status()).toBe(200);
    press(0.91);
    await everywhere(
      async () => (await status()) === 503,
      () => 'requests are served',
    );
    upstream.seen.length = 0;
    const refused = await raw(envoy.gateway, get('/anything/x'));
    expect(refused.json).toMatchObject({ error: 'failed', reason: 'overloaded' });
    expect(refused.text).toMatch(/retry-after: \d+\r\n/);
    expect(await raw(envoy.proxy, 'CONNECT mirror.example.org:443 HTTP/1.1\r\nHost: a\r\n\r\n')).toMatchObject({ status: 503 });
    await expect.poll(async () => (await envoy.audit(1)).at(-1)).toMatchObject({ decision: 'deny', reason: 'overloaded' });
    expect(upstream.seen).toEqual([]);
    secure.write('GET /x HTTP/1.1\r\nHost: mirror.example.org\r\nConnection: close\r\n\r\n');
    await once(secure.resume(), 'close');
    expect(upstream.seen).toHaveLength(1);
    press(0.96);
    await expect.poll(() => raw(envoy.gateway, get('/anything/x'))).toMatchObject({ text: '', closed: true });
    press(0);
    await expect.poll(status).toBe(200);
  } finally {
    await envoy.stop();
    rmSync(folder, { recursive: true });
  }
});
