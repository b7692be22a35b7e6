import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startTokenEndpoint, type TokenEndpoint } from '../../stand-ins/token-endpoint';
import { api, CredentialStage } from './stage';

const host = 'login.example.org';
const clientId = 'me: and "you"';
const credential = {
  type: 'oauth2-client',
  ...{
    tokenUrl: `https://${host}/oauth/token?tenant=x`,
    clientId,
    secret: 'client-secret',
    scopes: ['read', 'https://x.example/.default'],
  },
} as const;
const endpoints: TokenEndpoint[] = [];

/** A stage whose tokens come from a stand-in; its certificate is for `name`. */
function stageWith(answer: TokenEndpoint['answer'], name = host, certified = host): CredentialStage {
  const stage: CredentialStage = new CredentialStage([{ ...api, credential }], async () => {
    const endpoint = await startTokenEndpoint(await stage.authority.issue({ hosts: [certified] }), answer);
    endpoints.push(endpoint);
    return { props: { resolve: [{ host: name, port: 443, address: '127.0.0.1', addressPort: endpoint.port }] } };
  });
  return stage;
}
afterAll(() => Promise.all(endpoints.map((each) => each.close())));

const theirs = ['Authorization: Bearer mine'];
const statusOf = async (stage: CredentialStage) => (await stage.send('GET /api/x', theirs)).status;

describe('with a client’s secret', () => {
  const stage = stageWith(() => ({ access_token: 'first-token', expires_in: 3600 }));
  beforeEach(() => stage.settled(200));

  test('the upstream is sent a token of the endpoint, whatever the agent sent, and never the secret', async () => {
    stage.upstream.seen.length = 0;
    await stage.send('GET /api/x', theirs);
    const [{ headers } = { headers: {} }] = stage.upstream.seen;
    expect(headers).toEqual({ host: 'api.example.org', authorization: 'Bearer first-token' });
  });

  test('the token was asked for as RFC 6749 says, and nothing else was told', () => {
    const [asked] = endpoints[0]?.asked ?? [];
    expect(asked).toMatchObject({ method: 'POST', url: '/oauth/token?tenant=x' });
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
      grant_type: 'client_credentials',
      ...{ client_id: clientId, client_secret: 'real-client-secret', scope: credential.scopes.join(' ') },
    });
    expect(Object.keys(asked?.headers ?? {}).filter((name) => name.startsWith('x-forwarded'))).toEqual([]);
    expect(endpoints[0]?.asked).toHaveLength(1);
  });

  test('another destination is sent no token', async () => {
    stage.upstream.seen.length = 0;
    await stage.send('GET /other/x', theirs);
    expect(stage.upstream.seen.map(({ headers }) => headers)).toEqual([{ host: 'other.example.org' }]);
  });

  test.each([
    ['alone', []],
    ['with a token of the agent’s own', theirs],
  ])(
    'once the secret is withdrawn a request %s gets a 401, though the token lives on, and nothing is forwarded',
    async (_what, headers) => {
      stage.envoy.setSecret('client-secret', '');
      await stage.settled(401);
      expect(await stage.send('GET /api/x', headers)).toMatchObject({ status: 401, json: { reason: 'credential-missing' } });
      expect(stage.upstream.seen).toEqual([]);
      stage.envoy.setSecret('client-secret', 'second-client-secret');
    },
  );

  test.each(['first-token', 'real-client-secret', 'second-client-secret'])(
    '%s is in nothing that Envoy printed, logged, answered or tells of itself',
    async (secret) => {
      expect(await stage.said()).not.toContain(secret);
    },
  );
});

describe('a token that runs out', () => {
  const stage = stageWith(() => ({ access_token: `token-${endpoints.at(-1)?.asked.length}`, expires_in: 2 }));

  test('is replaced before, by the secret of now, and gone when none can be had', async () => {
    const endpoint = endpoints.at(-1);
    if (!endpoint) throw new Error('there is no endpoint');
    await expect.poll(() => statusOf(stage)).toBe(200);
    stage.envoy.setSecret('client-secret', 'second-client-secret');
    const last = async () => {
      await stage.send('GET /api/x');
      return [stage.upstream.seen.at(-1)?.headers.authorization, endpoint.asked.at(-1)?.body.includes('second-client-secret')];
    };
    await expect.poll(last).toEqual([expect.stringMatching(/^Bearer token-([2-9]|\d\d+)$/), true]);
    endpoint.answer = () => ({ status: 503 });
    await expect.poll(() => statusOf(stage)).toBe(401);
  });
});

describe.each([0, '0'])('a token that lives %j seconds', (expires_in) => {
  const times: number[] = [];
  const stage = stageWith(() => {
    times.push(performance.now());
    return { access_token: 'token', expires_in: expires_in as number };
  });

  test('is used, and asked for once a second', async () => {
    // without a pause it would be a thousand a second
    await expect.poll(() => times.length).toBeGreaterThan(5);
    expect((times[5] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1000);
    expect(await statusOf(stage)).toBe(200);
  });
});

const give = () => ({ access_token: 'token', expires_in: 3600 });
const isAsked = ({ asked }: TokenEndpoint) => asked.length > 0;
const rows: [string, () => CredentialStage, (endpoint: TokenEndpoint) => boolean][] = [
  ['refuses the client', () => stageWith(() => ({ status: 401 })), isAsked],
  ['gives an empty token', () => stageWith(() => ({ ...give(), access_token: '' })), isAsked],
  ['sends elsewhere', () => stageWith(() => ({ status: 302 })), isAsked],
  [
    'has another host’s certificate',
    () => stageWith(give, host, 'api.example.org'),
    ({ connections, asked }) => connections > 0 && asked.length === 0,
  ],
  ['has no address', () => stageWith(give, 'elsewhere.example.org'), ({ connections }) => connections === 0],
];

describe.each(rows)('while the token endpoint %s', (_what, make, wasTried) => {
  const stage = make();

  test('requests get a 401, and nothing is forwarded', async () => {
    const tried = () => endpoints.slice(-1).some(wasTried);
    await expect.poll(tried).toBe(true);
    for (let time = 0; time < 20; time += 1) {
      expect(await stage.send('GET /api/x', theirs)).toMatchObject({ status: 401, json: { reason: 'credential-missing' } });
    }
    expect(stage.upstream.seen).toEqual([]);
    expect(tried()).toBe(true);
  });
});
