import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { type NameServer, startNameServer } from '../stand-ins/name-server';
import { startUpstream, type Upstream } from '../stand-ins/upstream';
import { github, policyOf, uploads } from './policies';
import { exchange, handshake, openTunnel, raw } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

const hosts = ['api.github.com', 'uploads.github.com', 'files.example.org'];
const files = { ...github, name: 'files', host: 'files.example.org' };
let boundary: CertificateAuthority;
let authority: CertificateAuthority;
let upstream: Upstream;
let envoy: RunningEnvoy;

beforeAll(async () => {
  boundary = await CertificateAuthority.create({ name: 'boundary' });
  authority = await CertificateAuthority.create({ name: 'test' });
  upstream = await startUpstream(await authority.issue({ hosts }));
});
afterAll(async () => {
  await upstream?.close();
});
beforeEach(() => {
  upstream.seen.length = 0;
});

async function ask(host: string, line: string, from = '127.0.0.1') {
  const tunnel = await openTunnel(envoy.proxy, `${host}:443`, { from });
  const secure = await handshake(tunnel, host, boundary.certificate);
  return exchange(secure, `${line} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
}

const reader = '127.0.1.7';
const writer = '127.0.2.7';

describe('two agents at one intercepted host', () => {
  beforeAll(async () => {
    const limits = { requestsPerMinute: 6 };
    const agents = { reader: { destinations: ['github', 'files'], limits }, writer: { destinations: ['uploads'] } };
    const to = { port: 443, address: '127.0.0.1', addressPort: upstream.port };
    envoy = await startEnvoy(policyOf([github, uploads, files], { agents }), {
      ca: authority.certificate,
      boundary,
      props: {
        resolve: hosts.map((host) => ({ host, ...to })),
        agents: [
          { agent: 'reader', sources: ['127.0.1.0/24'] },
          { agent: 'writer', sources: ['127.0.2.0/24'] },
        ],
      },
    });
  });
  afterAll(() => envoy?.stop());

  test('have each their own rules and credentials', async () => {
    expect((await ask('api.github.com', 'GET /repos/acme/x', reader)).status).toBe(200);
    expect((await ask('api.github.com', 'PUT /uploads/x', writer)).status).toBe(200);
    expect(upstream.seen.map(({ headers }) => [headers.authorization, headers['x-upload-key']])).toEqual([
      ['Bearer real-github-token', undefined],
      [undefined, 'real-upload-key'],
    ]);
    expect(await ask('api.github.com', 'PUT /uploads/x', reader)).toMatchObject({ json: { reason: 'path-not-allowed' } });
    expect(await ask('api.github.com', 'GET /repos/acme/x', writer)).toMatchObject({ json: { reason: 'path-not-allowed' } });
    expect(upstream.seen).toHaveLength(2);
  });

  test.each([
    ['files.example.org:443', writer],
    ['uploads.github.com:443', reader],
  ])('cannot open %s, which is the other’s', async (host, from) => {
    const answer = await raw(envoy.proxy, `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`, { from });
    expect(answer).toMatchObject({ status: 403, json: { reason: 'host-not-allowed' } });
  });

  test('are named in the records, with their source', async () => {
    const row = (agent: string, source: string, destination: string) => expect.objectContaining({ agent, source, destination });
    await expect
      .poll(() => envoy.audit(1))
      .toEqual(expect.arrayContaining([row('reader', reader, 'github'), row('writer', writer, 'uploads')]));
  });

  test('are bounded each for itself, over all their intercepted hosts together', async () => {
    const statuses: number[] = [];
    // the requests of the minute, and CONNECTs before them, were partly sent above; each kind has a bucket of its own
    for (const host of ['api.github.com', 'files.example.org']) statuses.push((await inOne(host, 6)).at(-1) ?? 0);
    expect(statuses).toContain(429);
    expect((await ask('api.github.com', 'PUT /uploads/x', writer)).status).toBe(200);
  });

  async function inOne(host: string, count: number): Promise<number[]> {
    const tunnel = await openTunnel(envoy.proxy, `${host}:443`, { from: reader });
    const secure = await handshake(tunnel, host, boundary.certificate);
    const { text } = await exchange(secure, `GET /repos/acme/x HTTP/1.1\r\nHost: ${host}\r\n\r\n`.repeat(count));
    return [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status));
  }
});

describe('an intercepted host that resolves to an address that is not public is refused', () => {
  const refused = {
    'files.example.org': ['127.0.0.1'],
    'api.github.com': ['169.254.169.254'],
    'uploads.github.com': ['10.0.0.5'],
  };
  let names: NameServer;
  beforeAll(async () => {
    names = await startNameServer({ ...refused, 'orders.corp.example': ['10.21.0.1'] });
    const orders = { ...files, name: 'orders', host: 'orders.corp.example', upstream: { addresses: ['10.20.0.0/16'] } };
    envoy = await startEnvoy(policyOf([github, uploads, files, orders]), {
      ca: authority.certificate,
      boundary,
      props: { resolvers: [names.address] },
    });
  });
  afterAll(async () => {
    await envoy?.stop();
    names?.close();
  });

  test.each([
    ['files.example.org', 'GET /repos/acme/x'],
    ['api.github.com', 'GET /repos/acme/x'],
    ['uploads.github.com', 'PUT /uploads/x'],
    ['orders.corp.example', 'GET /repos/acme/x'],
  ])('%s', async (host, line) => {
    expect(await ask(host, line)).toMatchObject({ status: 403, json: { reason: 'address-not-allowed' } });
  });
});
