import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { type NameServer, startNameServer } from '../stand-ins/name-server';
import { startUpstream, type Upstream } from '../stand-ins/upstream';
import { policyOf } from './policies';
import { exchange, handshake, openTunnel, type RawAnswer, raw } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

// the upstream listens at 127.0.0.1 alone; 127.0.0.2 and 127.0.0.3 take no connection on its port, 127.0.0.4 ends each at once
const [answering, silent, other, ending] = ['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4'];
/** What each name resolves to, and the addresses that its destination permits. */
const hosts: Readonly<Record<string, { readonly at: readonly string[]; readonly permitted: string }>> = {
  'silent-first': { at: [silent, answering], permitted: '127.0.0.2/32' },
  'silent-twice': { at: [silent, other, answering], permitted: '127.0.0.2/31' },
  allowed: { at: [silent, answering], permitted: '127.0.0.0/30' },
  ending: { at: [ending, answering], permitted: '127.0.0.0/29' },
  down: { at: [silent, other], permitted: '127.0.0.0/30' },
  nowhere: { at: [], permitted: '127.0.0.0/30' },
  returning: { at: [], permitted: '127.0.0.1/32' },
  mixed: { at: [answering, silent], permitted: '127.0.0.1/32' },
  rebound: { at: [answering], permitted: '127.0.0.1/32' },
};
const ways = ['gateway', 'intercept'] as const;
const hostOf = (name: string, way: string) => `${name}.${way}.example.org`;
const all = Object.keys(hosts).flatMap((name) => ways.map((way) => ({ name, way, host: hostOf(name, way) })));
const table = Object.fromEntries(all.map(({ name, host }) => [host, hosts[name]?.at ?? []]));

let authority: CertificateAuthority;
let names: NameServer;
let upstream: Upstream;
let dead: Server;
let ended = 0;
let envoy: RunningEnvoy;

// no policy may permit an address of loopback: the bootstrap is changed for that
const onLoopback = (bootstrap: string) => bootstrap.replaceAll('"address_prefix":"10.0.0.', '"address_prefix":"127.0.0.');

const placeOf = (way: string, addresses: string[]) =>
  way === 'gateway' ? { upstream: { addresses, port: upstream.port } } : { upstream: { addresses }, ports: [upstream.port] };

beforeAll(async () => {
  authority = await CertificateAuthority.create({ name: 'test' });
  names = await startNameServer(table);
  upstream = await startUpstream(await authority.issue({ hosts: all.map(({ host }) => host) }));
  dead = createServer((socket) => {
    ended += 1;
    socket.destroy();
  }).listen(upstream.port, ending);
  await once(dead, 'listening');
  const destinations = all.map(({ name, way, host }) => ({
    ...{ name: `${name}-${way}`, host, access: way, allow: 'any' as const },
    ...placeOf(way, [hosts[name]?.permitted.replace('127.', '10.') ?? '']),
  }));
  envoy = await startEnvoy(policyOf(destinations), {
    ca: authority.certificate,
    boundary: authority,
    props: { resolvers: [names.address] },
    edit: onLoopback,
  });
});
afterAll(async () => {
  await envoy?.stop();
  await upstream?.close();
  dead?.close();
  names?.close();
});

async function ask(way: string, name: string): Promise<RawAnswer> {
  const get = (path: string, host: string) => `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
  if (way === 'gateway') return raw(envoy.gateway, get(`/${name}-gateway/x`, 'proxy'));
  const host = `${hostOf(name, way)}:${upstream.port}`;
  const secure = await handshake(await openTunnel(envoy.proxy, host), hostOf(name, way), authority.certificate);
  return exchange(secure, get('/x', host));
}

describe.each(ways)('an upstream of several addresses, at %s', (way) => {
  // where it begins is chance, so it is asked often
  test.each(['silent-first', 'silent-twice'])(
    'is never at one that is not permitted, whichever takes no connection: %s',
    async (name) => {
      const before = upstream.connections();
      for (let attempt = 0; attempt < 6; attempt += 1) {
        expect(await ask(way, name)).toMatchObject({ status: 403, json: { reason: 'address-not-allowed' } });
      }
      expect(upstream.connections()).toBe(before);
    },
  );

  test('is at any that is permitted, though another takes no connection', async () => {
    for (let attempt = 0; attempt < 6; attempt += 1) expect((await ask(way, 'allowed')).status).toBe(200);
  });

  test('is not asked at an address that ends connections in every turn', async () => {
    ended = 0;
    for (let attempt = 0; attempt < 20; attempt += 1) expect((await ask(way, 'ending')).status).toBe(200);
    expect(ended).toBeGreaterThan(0);
    expect(ended).toBeLessThan(6);
  });

  test('fails if none takes a connection', async () => {
    expect(await ask(way, 'down')).toMatchObject({ status: 503, json: { reason: 'upstream-failed' } });
  });

  test('fails if its name has no address', async () => {
    expect(await ask(way, 'nowhere')).toMatchObject({ status: 503, json: { reason: 'name-not-resolved' } });
  });

  test('is at its address within seconds once its name has one', async () => {
    expect(await ask(way, 'returning')).toMatchObject({ json: { reason: 'name-not-resolved' } });
    table[hostOf('returning', way)] = [answering];
    await expect.poll(async () => (await ask(way, 'returning')).status, { timeout: 20_000 }).toBe(200);
  });

  test('says so if it is at one of its addresses and may not be at the other', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(way, 'mixed')));
    const refused = answers.filter(({ status }) => status === 403);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(12);
    for (const { json } of refused) {
      expect(json.hint).toBe('only the operator can mend this: the name has an address neither public nor permitted');
    }
  });

  test('is refused once its name moves to what is not permitted', async () => {
    expect((await ask(way, 'rebound')).status).toBe(200);
    table[hostOf('rebound', way)] = [silent];
    const moved = { status: 403, json: { reason: 'address-not-allowed' } };
    await expect.poll(() => ask(way, 'rebound'), { timeout: 20_000 }).toMatchObject(moved);
  });
});
