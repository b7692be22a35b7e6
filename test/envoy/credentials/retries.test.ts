import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PolicyInput } from '../../../lib/policy/schema';
import { CertificateAuthority } from '../../../lib/runtime/certificate-authority';
import { type RefusingUpstream, startRefusingUpstream } from '../../stand-ins/refusing-upstream';
import { policyOf } from '../policies';
import { raw } from '../raw-client';
import { type RunningEnvoy, startEnvoy } from '../running-envoy';
import { api } from './stage';

type Credential = NonNullable<PolicyInput['destinations'][number]['credential']>;

const credentials: Record<string, { readonly credential: Credential; readonly authorization: string }> = {
  header: {
    credential: { type: 'header', header: 'authorization', prefix: 'Bearer ', secret: 'token' },
    authorization: 'Bearer real-token',
  },
  basic: {
    credential: { type: 'basic', username: 'me', secret: 'token' },
    authorization: `Basic ${Buffer.from('me:real-token').toString('base64')}`,
  },
};
const hosts = Object.keys(credentials).map((name) => `${name}.example.org`);
let upstream: RefusingUpstream;
let envoy: RunningEnvoy;

beforeAll(async () => {
  const authority = await CertificateAuthority.create({ name: 'stage' });
  upstream = await startRefusingUpstream(await authority.issue({ hosts }));
  const destinations = Object.entries(credentials).map(([name, { credential }]) => ({
    ...api,
    name,
    host: `${name}.example.org`,
    credential,
  }));
  const resolve = hosts.map((host) => ({ host, port: 443, address: '127.0.0.1', addressPort: upstream.port }));
  envoy = await startEnvoy(policyOf(destinations), { ca: authority.certificate, props: { resolve } });
});
afterAll(async () => {
  await envoy?.stop();
  await upstream?.close();
});

test.each(Object.entries(credentials))('a %s credential is made anew for a second attempt', async (name, { authorization }) => {
  const request = `GET /${name}/${name} HTTP/1.1\r\nHost: proxy\r\nAuthorization: mine\r\nConnection: close\r\n\r\n`;
  expect(await raw(envoy.gateway, request)).toMatchObject({ status: 200 });
  const attempts = upstream.attempts.filter((headers) => headers[':path'] === `/${name}`);
  expect(attempts.map((headers) => headers.authorization)).toEqual([authorization, authorization]);
});
