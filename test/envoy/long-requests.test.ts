import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { startUpstream, type Upstream } from '../stand-ins/upstream';
import { anything, claude, policyOf } from './policies';
import { raw } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

/** Docker cuts what a container prints into pieces of so many bytes; a record in two pieces is none. */
const longestLine = 16_384;

let upstream: Upstream;
let envoy: RunningEnvoy;
let requests = 0;

beforeAll(async () => {
  const authority = await CertificateAuthority.create({ name: 'test' });
  const hosts = ['anything.example.org'];
  upstream = await startUpstream(await authority.issue({ hosts }));
  const resolve = hosts.map((host) => ({ host, port: 443, address: '127.0.0.1', addressPort: upstream.port }));
  envoy = await startEnvoy(policyOf([anything, claude]), { ca: authority.certificate, props: { resolve } });
});
afterAll(async () => {
  await envoy?.stop();
  await upstream?.close();
});

/** The record of a request, and how long its line is. */
async function recordOf(request: string) {
  await raw(envoy.gateway, `${request}Connection: close\r\n\r\n`);
  requests += 1;
  const record = (await envoy.audit(requests)).at(-1);
  return { record, length: Buffer.byteLength(JSON.stringify(record)) };
}

describe('however much an agent sends, its record tells where to, in one line that no log cuts in two', () => {
  test.each([5_000, 15_000])('a path of %i characters that passes', async (length) => {
    const path = `/start/${'x'.repeat(length)}`;
    const { record, ...line } = await recordOf(`GET /anything${path} HTTP/1.1\r\nHost: proxy\r\n`);
    expect(upstream.seen.at(-1)?.url).toBe(path);
    expect(record).toMatchObject({ decision: 'allow', path: path.slice(0, 4096) });
    expect(line.length).toBeLessThan(longestLine);
  });

  test.each([
    [
      'a long path',
      `GET /claude/start/${'x'.repeat(30_000)} HTTP/1.1\r\nHost: proxy\r\n`,
      { path: /^\/claude\/start\/x{4082}$/ },
    ],
    [
      'characters that JSON escapes',
      `GET /claude/${'"\\'.repeat(10_000)} HTTP/1.1\r\nHost: proxy\r\n`,
      { path: /^\/claude\/"\\/ },
    ],
    ['a long query', `GET /claude/start?${'x'.repeat(30_000)} HTTP/1.1\r\nHost: proxy\r\n`, { path: /^\/start$/ }],
    ['a long host', `GET http://start${'x'.repeat(20_000)}/ HTTP/1.1\r\nHost: proxy\r\n`, { host: /^startx{4091}$/ }],
  ])('%s, refused', async (_, request, told) => {
    const { record, ...line } = await recordOf(request);
    expect(record?.decision).toBe('deny');
    for (const [field, text] of Object.entries(told)) expect(record?.[field as 'path' | 'host']).toMatch(text);
    expect(line.length).toBeLessThan(longestLine);
  });
});
