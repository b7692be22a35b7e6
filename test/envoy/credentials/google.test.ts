import { describe, expect, test } from 'vitest';
import { accessTokenName } from '../../../lib/envoy/credentials/google';
import { api, CredentialStage } from './stage';

const name = accessTokenName('api');
const stage = new CredentialStage([{ ...api, credential: { type: 'google-access-token' } }], () => ({
  secrets: { [name]: 'ya29.first-token' },
}));
const theirs = ['Authorization: Bearer mine', 'X-Goog-Api-Key: mine', 'Cookie: mine'];

describe('a Google access token', () => {
  test('is a bearer token in place of what the agent sent', async () => {
    expect(await stage.send('POST /api/x', theirs)).toMatchObject({ status: 200 });
    expect(stage.upstream.seen.map(({ headers }) => headers)).toEqual([
      { host: 'api.example.org', 'content-length': '0', authorization: 'Bearer ya29.first-token' },
    ]);
  });

  test('is another one after the file’s change', async () => {
    stage.envoy.setSecret(name, 'ya29.second-token');
    const sent = async () => {
      await stage.send('GET /api/x', theirs);
      return stage.upstream.seen.at(-1)?.headers.authorization;
    };
    await expect.poll(sent).toBe('Bearer ya29.second-token');
  });

  test.each([
    ['alone', []],
    ['with a token of the agent’s own', theirs],
  ])('once it is withdrawn a request %s gets a 401, and nothing is forwarded', async (_what, headers) => {
    stage.envoy.setSecret(name, '');
    await stage.settled(401);
    expect(await stage.send('GET /api/x', headers)).toMatchObject({ status: 401, json: { reason: 'credential-missing' } });
    expect(stage.upstream.seen).toEqual([]);
  });

  test('goes to no other destination', async () => {
    await stage.send('GET /other/x', theirs);
    expect(stage.upstream.seen.map(({ headers }) => headers)).toEqual([{ host: 'other.example.org' }]);
  });

  test.each(['ya29.first-token', 'ya29.second-token'])(
    '%s is in nothing that Envoy printed, logged, answered or tells of itself',
    async (secret) => {
      expect(await stage.said()).not.toContain(secret);
    },
  );
});
