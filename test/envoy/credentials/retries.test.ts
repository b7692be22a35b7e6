import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PolicyInput } from '../../../lib/policy/schema';
import { CertificateAuthority } from '../../../lib/runtime/certificates/certificate-authority';
import { type RefusingUpstream, startRefusingUpstream } from '../../stand-ins/refusing-upstream';
import { policyOf } from '../policies';
import { raw } from '../raw-client';
import { type RunningEnvoy, startEnvoy } from '../running-envoy';
import { AwsCredentialsFile } from './aws-credentials-file';
import { api } from './stage';

type Credential = NonNullable<PolicyInput['destinations'][number]['credential']>;

const credentials: Record<string, { readonly credential: Credential; readonly authorization: RegExp }> = {
  header: {
    credential: { type: 'header', header: 'authorization', prefix: 'Bearer ', secret: 'token' },
    authorization: /^Bearer real-token$/,
  },
  basic: {
    credential: { type: 'basic', username: 'me', secret: 'token' },
    authorization: /^Basic bWU6cmVhbC10b2tlbg==$/,
  },
  signing: {
    credential: { type: 'aws-sigv4', service: 'bedrock', region: 'eu-west-1' },
    authorization: /^AWS4-HMAC-SHA256 Credential=AKIDFIRST[^ ]+ SignedHeaders=[a-z0-9;-]+, Signature=[0-9a-f]{64}$/,
  },
};
const file = new AwsCredentialsFile({ accessKeyId: 'AKIDFIRST', secretAccessKey: 'first-secret-key', sessionToken: 'session' });
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
  const props = { resolve, awsCredentials: { kind: 'file', file: file.path } } as const;
  envoy = await startEnvoy(policyOf(destinations), { ca: authority.certificate, props });
});
afterAll(async () => {
  await envoy?.stop();
  await upstream?.close();
});

test.each(Object.entries(credentials))('a %s credential is made anew for a second attempt', async (name, { authorization }) => {
  const request = `GET /${name}/${name} HTTP/1.1\r\nHost: proxy\r\nAuthorization: mine\r\nConnection: close\r\n\r\n`;
  expect(await raw(envoy.gateway, request)).toMatchObject({ status: 200 });
  const attempts = upstream.attempts.filter((headers) => headers[':path'] === `/${name}`);
  expect(attempts.map((headers) => headers.authorization)).toEqual([1, 2].map(() => expect.stringMatching(authorization)));
  const [first, second] = attempts;
  // the signature's time may be a second later; a header that was added again would hold a comma
  expect(second).toEqual({ ...first, authorization: second?.authorization, 'x-amz-date': second?.['x-amz-date'] });
  expect(String(second?.['x-amz-date'])).toMatch(/^(undefined|\d{8}T\d{6}Z)$/);
});

test('an upstream that is reached by TLS is told so, though the agent used none', () => {
  expect(new Set(upstream.attempts.map((headers) => headers[':scheme']))).toEqual(new Set(['https']));
});
