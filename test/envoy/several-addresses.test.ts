import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { type NameServer, startNameServer } from '../stand-ins/name-server';
import { startUpstream, type Upstream } from '../stand-ins/upstream';
import { policyOf } from './policies';
import { handshake, openTunnel } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

// the upstream listens at 127.0.0.1 alone; 127.0.0.2 to 127.0.0.9 take no connection on its port
const [answering, silent, other] = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];
const table: Readonly<Record<string, readonly string[]>> = {
  'silent-first.example.org': [silent, answering],
  'silent-twice.example.org': [silent, other, answering],
  'a.wildcard.example.org': [silent, answering],
  'allowed.example.org': [silent, answering],
  'down.example.org': [silent, other],
};

let authority: CertificateAuthority;
let names: NameServer;
let upstream: Upstream;
let envoy: RunningEnvoy;

/** A tunnel whose names may be at addresses of loopback, which no policy may permit: the bootstrap is changed for that. */
const tunnel = (name: string, host: string, block: string) => ({
  ...{ name, hosts: [host], access: 'tunnel' as const, ports: [upstream.port] },
  upstream: { addresses: [block.replace('127.', '10.')] },
});
const onLoopback = (bootstrap: string) => bootstrap.replaceAll('"address_prefix":"10.0.0.', '"address_prefix":"127.0.0.');

beforeAll(async () => {
  authority = await CertificateAuthority.create({ name: 'test' });
  names = await startNameServer(table);
  upstream = await startUpstream(await authority.issue({ hosts: Object.keys(table) }));
  const policy = policyOf([
    tunnel('first', 'silent-first.example.org', '127.0.0.2/32'),
    tunnel('twice', 'silent-twice.example.org', '127.0.0.2/31'),
    tunnel('wildcard', '*.wildcard.example.org', '127.0.0.2/32'),
    tunnel('allowed', 'allowed.example.org', '127.0.0.0/30'),
    tunnel('down', 'down.example.org', '127.0.0.0/30'),
  ]);
  const props = { resolvers: [names.address] };
  envoy = await startEnvoy(policy, { ca: authority.certificate, props, edit: onLoopback });
});
afterAll(async () => {
  await envoy?.stop();
  await upstream?.close();
  names?.close();
});

async function shaken(host: string) {
  return handshake(await openTunnel(envoy.proxy, `${host}:${upstream.port}`), host, authority.certificate);
}

async function recordsOf(host: string) {
  return (await envoy.audit(0)).filter((record) => record.host === `${host}:${upstream.port}`);
}

describe('a tunnel to a name with several addresses', () => {
  // where it begins is chance, so it is asked often
  test.each(['silent-first.example.org', 'silent-twice.example.org', 'a.wildcard.example.org'])(
    'never gets to one that is not allowed, whichever takes no connection: %s',
    async (host) => {
      const before = upstream.connections();
      for (let attempt = 0; attempt < 4; attempt += 1) await expect(shaken(host)).rejects.toThrow();
      expect(upstream.connections()).toBe(before);
      await expect.poll(async () => (await recordsOf(host)).length).toBe(4);
      for (const record of await recordsOf(host)) {
        expect(record).toMatchObject({ decision: 'deny', reason: 'address-not-allowed', end: 'refused', sni: host });
      }
    },
  );

  test('gets to any that is allowed, and does not mind one that takes no connection', async () => {
    const host = 'allowed.example.org';
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const secure = await shaken(host);
      secure.write(`GET /x HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      await once(secure.resume(), 'close');
    }
    await expect.poll(async () => (await recordsOf(host)).length).toBe(4);
    const [record] = await recordsOf(host);
    expect(record).toMatchObject({ decision: 'allow', reason: 'allowed', access: 'tunnel', sni: host });
    expect(Math.min(record?.bytesIn ?? 0, record?.bytesOut ?? 0)).toBeGreaterThan(300);
  });

  test('fails if none takes a connection', async () => {
    await expect(shaken('down.example.org')).rejects.toThrow();
    const failed = { decision: 'allow', reason: 'upstream-failed', end: 'failed' };
    await expect.poll(() => recordsOf('down.example.org')).toMatchObject([failed]);
  });
});
