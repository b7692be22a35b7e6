import { expect, test } from 'vitest';
import { AwsCredentialsFile } from './aws-credentials-file';
import { api, CredentialStage } from './stage';

const file = new AwsCredentialsFile({ accessKeyId: 'AKIDFIRST', secretAccessKey: 'first-secret-key' });
const signing = { ...api, credential: { type: 'aws-sigv4', service: 's3', region: 'eu-west-1' } } as const;
const props = { awsCredentials: { kind: 'file', file: file.path } } as const;
const stage = new CredentialStage([signing], () => ({ props, limits: {} }));
const most = 33_554_432;

test('where the policy sets no limit, bodies of up to 32 MiB are signed', async () => {
  expect(await stage.send('PUT /api/x', [], 'x'.repeat(most))).toMatchObject({ status: 200 });
  expect(stage.upstream.seen.map(({ body }) => body.length)).toEqual([most]);
});

test('larger ones get a 413, and nothing is forwarded', async () => {
  expect(await stage.send('PUT /api/x', [], 'x'.repeat(most + 1))).toMatchObject({
    status: 413,
    json: { reason: 'request-too-large' },
  });
  expect(stage.upstream.seen).toEqual([]);
});

test('what is not signed has no limit', async () => {
  expect(await stage.send('PUT /other/x', [], 'x'.repeat(most + 1))).toMatchObject({ status: 200 });
});
