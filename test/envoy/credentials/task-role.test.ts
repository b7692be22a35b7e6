import { afterAll, describe, expect, test } from 'vitest';
import { type RoleEndpoint, startRoleEndpoint } from '../../stand-ins/role-endpoint';
import { expectedAuthorization } from './expected-authorization';
import { api, CredentialStage } from './stage';

const service = { service: 'bedrock', region: 'eu-west-1' };
const keys = { AccessKeyId: 'AKIDROLE', SecretAccessKey: 'role-secret-key', Token: 'role-session-token' };
const props = { awsCredentials: { kind: 'task-role' } } as const;
const endpoints: RoleEndpoint[] = [];

const stageWith = (environment: () => Promise<Record<string, string>> | Record<string, string>) =>
  new CredentialStage([{ ...api, credential: { type: 'aws-sigv4', ...service } }], async () => ({
    props,
    environment: await environment(),
  }));

const endpoint = async (status?: number) => {
  const started = await startRoleEndpoint(keys, status);
  endpoints.push(started);
  return { ...started.environment };
};
afterAll(() => Promise.all(endpoints.map((each) => each.close())));

describe('with the role of its task', () => {
  const stage = stageWith(() => endpoint());

  test('Envoy signs by the keys that the task’s endpoint hands out, which stay out of sight', async () => {
    expect(await stage.send('POST /api/x', ['Authorization: Bearer mine'], '{}')).toMatchObject({ status: 200 });
    const [seen] = stage.upstream.seen;
    const signer = { accessKeyId: keys.AccessKeyId, secretAccessKey: keys.SecretAccessKey, sessionToken: keys.Token, ...service };
    expect(seen?.headers.authorization).toBe(seen && (await expectedAuthorization(seen, signer)));
    expect(endpoints[0]?.asked[0]).toBe('task-token');
    for (const secret of [keys.SecretAccessKey, keys.Token]) expect(await stage.said()).not.toContain(secret);
  });
});

const keysOfOthers = { AWS_ACCESS_KEY_ID: 'AKIDOTHER', AWS_SECRET_ACCESS_KEY: 'other-secret-key' };
const rows: [string, () => Promise<Record<string, string>> | Record<string, string>][] = [
  ['has no role', () => ({})],
  ['has no role, but keys in variables', () => keysOfOthers],
  ['has an endpoint that refuses', () => endpoint(403)],
  ['has an endpoint that is gone', () => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:9/role' })],
];

describe.each(rows)('a task that %s', (_what, environment) => {
  const stage = stageWith(environment);

  test('gets a 401 for its requests, and nothing is forwarded', async () => {
    expect(await stage.send('POST /api/x', ['Authorization: Bearer mine'], '{}')).toMatchObject({
      ...{ status: 401, json: { reason: 'credential-missing' } },
    });
    expect(stage.upstream.seen).toEqual([]);
  });
});
