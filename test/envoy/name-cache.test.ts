import { afterAll, beforeAll, expect, test } from 'vitest';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { type NameServer, startNameServer } from '../stand-ins/name-server';
import { policyOf } from './policies';
import { handshake, openTunnel } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

const listed = 'listed.example.org';
const madeUp = ['a', 'b', 'c', 'd', 'e'].map((label) => `${label}.open.example.org`);

let names: NameServer;
let envoy: RunningEnvoy;

// what has an address was resolved, and is refused for it
beforeAll(async () => {
  const { certificate } = await CertificateAuthority.create({ name: 'test' });
  names = await startNameServer(Object.fromEntries([listed, ...madeUp].map((name) => [name, ['127.0.0.1']])));
  const tunnel = { name: 'tunnel', access: 'tunnel' as const, hosts: [listed, '*.open.example.org'] };
  envoy = await startEnvoy(policyOf([tunnel]), {
    ca: certificate,
    props: { resolvers: [names.address] },
    edit: (bootstrap) => bootstrap.replaceAll('"max_hosts":4096', '"max_hosts":3'),
  });
});
afterAll(async () => {
  await envoy?.stop();
  names?.close();
});

test('names that an agent makes up for a wildcard leave room for those that the policy lists', async () => {
  for (const name of [...madeUp, listed]) {
    const tunnel = await openTunnel(envoy.proxy, `${name}:443`);
    await expect(handshake(tunnel, name, '')).rejects.toThrow();
  }
  expect(new Set(names.questions.filter((name) => madeUp.includes(name))).size).toBe(3);
  expect(names.questions).toContain(listed);
  await expect
    .poll(() => envoy.audit(6))
    .toContainEqual(expect.objectContaining({ host: listed, reason: 'address-not-allowed' }));
});
