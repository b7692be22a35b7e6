import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { type NameServer, startNameServer } from '../stand-ins/name-server';
import { policyOf } from './policies';
import { handshake, openTunnel, raw } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

/** Where names of the stand-in DNS lead; Envoy listens on loopback, so a guard that fails would connect to itself. */
const refused: Readonly<Record<string, readonly string[]>> = {
  'loopback.example.org': ['127.0.0.1'],
  'metadata.example.org': ['169.254.169.254'],
  'ten.example.org': ['10.0.0.5'],
  'carrier.example.org': ['100.64.0.1'],
  'zero.example.org': ['0.0.0.0'],
  'multicast.example.org': ['224.0.0.1'],
  'broadcast.example.org': ['255.255.255.255'],
  'loopback6.example.org': ['::1'],
  'mapped.example.org': ['::ffff:127.0.0.1'],
  'nat64.example.org': ['64:ff9b::7f00:1'],
  'sixtofour.example.org': ['2002:7f00:1::'],
  'local6.example.org': ['fd00::1'],
  'link6.example.org': ['fe80::1'],
  'protocol.example.org': ['192.0.0.1'],
  'benchmark.example.org': ['198.18.0.1'],
  'reserved.example.org': ['240.0.0.1'],
  'private16.example.org': ['192.168.1.1'],
  'relay.example.org': ['192.88.99.1'],
  'compatible.example.org': ['::127.0.0.1'],
  'teredo.example.org': ['2001::1'],
  'nat64local.example.org': ['64:ff9b:1::1'],
  'site6.example.org': ['fec0::1'],
  'multicast6.example.org': ['ff02::1'],
  'discard6.example.org': ['100::1'],
  'segment6.example.org': ['5f00::1'],
};
// a documentation block would be refused as well; nothing listens at these, and no packet leaves this machine
const permitted = { 'orders.corp.example': ['127.0.0.1'], 'elsewhere.corp.example': ['10.21.0.1'] };

let names: NameServer;
let envoy: RunningEnvoy;

beforeAll(async () => {
  const authority = await CertificateAuthority.create({ name: 'test' });
  names = await startNameServer({ ...refused, ...permitted });
  const gateways = Object.keys(refused).map((host) => ({
    name: host.split('.')[0] ?? '',
    host,
    access: 'gateway' as const,
    allow: 'any' as const,
  }));
  const tunnels = Object.keys(refused).map((host) => ({
    name: `t-${host.split('.')[0]}`,
    hosts: [`t.${host}`],
    access: 'tunnel' as const,
  }));
  const inside = { access: 'gateway' as const, allow: 'any' as const, upstream: { addresses: ['10.20.0.0/16'] } };
  const corp = Object.keys(permitted).map((host) => ({ name: `corp-${host.split('.')[0]}`, host, ...inside }));
  await names.close();
  names = await startNameServer({
    ...refused,
    ...permitted,
    ...Object.fromEntries(Object.entries(refused).map(([host, to]) => [`t.${host}`, to])),
  });
  envoy = await startEnvoy(policyOf([...gateways, ...tunnels, ...corp]), {
    ca: authority.certificate,
    props: { resolvers: [names.address] },
  });
});
afterAll(async () => {
  await envoy?.stop();
  names?.close();
});

const hosts = Object.entries(refused).map(([host, to]) => [host, to.join()] as const);

describe('a name that resolves to an address that is not public is refused', () => {
  test.each(hosts)('at the gateway: %s at %s', async (host) => {
    const answer = await raw(envoy.gateway, `GET /${host.split('.')[0]}/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatchObject({ status: 403, json: { reason: 'address-not-allowed' } });
  });

  test.each(hosts)('in a tunnel: t.%s at %s', async (host) => {
    const tunnel = await openTunnel(envoy.proxy, `t.${host}:443`);
    await expect(handshake(tunnel, `t.${host}`, '')).rejects.toThrow();
    const record = async () => (await envoy.audit(1)).find((line) => line.host === `t.${host}`);
    await expect.poll(record).toMatchObject({ decision: 'deny', reason: 'address-not-allowed' });
  });
});

test.each(Object.keys(permitted))('a permission for one block admits no address outside it: %s', async (host) => {
  const answer = await raw(envoy.gateway, `GET /corp-${host.split('.')[0]}/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  expect(answer).toMatchObject({ status: 403, json: { reason: 'address-not-allowed' } });
});
