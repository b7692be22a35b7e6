import { describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../../../lib/runtime/certificates/certificate-authority';
import { policyOf } from '../policies';
import { startEnvoy } from '../running-envoy';
import { api, CredentialStage } from './stage';

const basic = { ...api, credential: { type: 'basic', username: 'me', secret: 'token' } } as const;
const props = { secrets: { kind: 'environment', variable: (name: string) => `SECRET_${name.toUpperCase()}` } } as const;
const holding = (value: string) => new CredentialStage([basic], () => ({ props, environment: { SECRET_TOKEN: value } }));

describe('a secret in Envoy’s environment', () => {
  const stage = holding('real-token');

  test('is the same password as one in a file', async () => {
    expect(await stage.send('GET /api/x', ['Authorization: Basic bWluZQ=='])).toMatchObject({ status: 200 });
    const authorization = `Basic ${Buffer.from('me:real-token').toString('base64')}`;
    expect(stage.upstream.seen[0]?.headers).toEqual({ host: 'api.example.org', authorization });
    expect(await stage.said()).not.toContain('real-token');
  });
});

describe('an empty variable', () => {
  const stage = holding('');

  test.each([[[]], [['Authorization: Basic bWluZQ==']]])('lets no request through, sent with %j', async (headers) => {
    expect(await stage.send('GET /api/x', headers)).toMatchObject({ status: 401, json: { reason: 'credential-missing' } });
    expect(stage.upstream.seen).toEqual([]);
  });
});

test('without its variable Envoy does not start', async () => {
  const { certificate } = await CertificateAuthority.create({ name: 'stage' });
  await expect(startEnvoy(policyOf([basic]), { ca: certificate, props })).rejects.toThrow(
    "Environment variable doesn't exist: SECRET_TOKEN",
  );
});
