import { describe, expect, test } from 'vitest';
import { api, CredentialStage } from './stage';

// what Envoy's header formats and JSON would read in their own way stays as it is
const username = 'x-access-token "%REQ(X)%"';
const stage = new CredentialStage([{ ...api, credential: { type: 'basic', username, secret: 'token' } }]);
const basic = (password: string) => `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;

async function withdrawn(): Promise<void> {
  stage.envoy.setSecret('token', '');
  await stage.settled(401);
}

describe('a basic credential', () => {
  test('is the policy’s user name and the secret, whatever the agent sent', async () => {
    const theirs = ['Authorization: Basic bWluZQ==', 'Authorization: Bearer mine', 'Proxy-Authorization: Basic bWluZQ=='];
    expect(await stage.send('GET /api/x', theirs)).toMatchObject({ status: 200 });
    expect(stage.upstream.seen.map(({ headers }) => headers)).toEqual([
      { host: 'api.example.org', authorization: basic('real-token') },
    ]);
  });

  test('is another one after the secret’s change', async () => {
    stage.envoy.setSecret('token', 'second: a:b');
    const sent = async () => {
      await stage.send('GET /api/x');
      return stage.upstream.seen.at(-1)?.headers.authorization;
    };
    await expect.poll(sent).toBe(basic('second: a:b'));
  });
});

describe('without its secret', () => {
  test.each([
    ['alone', []],
    ['with a key of the agent’s own', ['Authorization: Basic bWluZQ==']],
    ['which names the header as one of the connection', ['Connection: authorization']],
  ])('a request %s gets a 401, and nothing is forwarded', async (_what, headers) => {
    await withdrawn();
    const answer = await stage.send('GET /api/x', headers);
    expect(answer).toMatchObject({ status: 401, json: { error: 'denied', reason: 'credential-missing', destination: 'api' } });
    expect(answer.text).toContain('x-airlock-denied: credential-missing');
    expect(stage.upstream.seen).toEqual([]);
  });
});

test('another destination is given no credential', async () => {
  await stage.send('GET /other/x');
  expect(stage.upstream.seen.map(({ headers }) => headers)).toEqual([{ host: 'other.example.org' }]);
});

test.each(['real-token', basic('real-token').slice(6), 'second: a:b', basic('second: a:b').slice(6)])(
  '%s is in nothing that Envoy printed, logged, answered or tells of itself',
  async (secret) => {
    await stage.send(`GET /api/x?key=${encodeURIComponent(secret)}`);
    expect(await stage.said()).not.toContain(secret);
  },
);
