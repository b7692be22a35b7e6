import { generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LocalProxy } from '../../lib/runtime/local-proxy';
import { type MetadataServer, startMetadataServer } from '../stand-ins/metadata-server';
import { startTokenEndpoint, type TokenEndpoint } from '../stand-ins/token-endpoint';
import { claude, LocalStage, policyOf } from './local-stage';
import { put, scratchFolder, until } from './scratch';

const stage = new LocalStage();
const folder = scratchFolder();
const vertex = { ...claude, name: 'vertex', credential: { type: 'google-access-token' } } as const;
const policy = policyOf(vertex);
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const account = { type: 'service_account', client_email: 'proxy@acme.iam.gserviceaccount.com', private_key: privateKey };
let metadata: MetadataServer;
let endpoint: TokenEndpoint;

const inherited = { ...process.env };
beforeAll(async () => {
  metadata = await startMetadataServer(undefined);
  endpoint = await startTokenEndpoint(await stage.authority.issue({ hosts: ['oauth2.googleapis.com'] }), () => ({ status: 500 }));
  // gcloud's own file of whoever runs the tests is not looked at
  process.env.CLOUDSDK_CONFIG = folder;
});
afterEach(() => {
  delete process.env.GOOGLE_APPLICATION_CREDENTIALS;
  delete process.env.GCE_METADATA_HOST;
  metadata.asked.length = 0;
  endpoint.asked.length = 0;
});
afterAll(async () => {
  process.env = inherited;
  await metadata.close();
  await endpoint.close();
});

/** Options of a proxy whose policy needs tokens. */
function options(resolved = 'oauth2.googleapis.com') {
  const fixed = { host: resolved, port: 443, address: '127.0.0.1', addressPort: endpoint.port };
  return { policy, secrets: {}, resolve: [...(stage.options().resolve ?? []), fixed] };
}

/** What the upstream is sent now, or the status of the refusal and how many requests were forwarded. */
async function sent(proxy: LocalProxy): Promise<string | undefined> {
  stage.model.requests.length = 0;
  const headers = { authorization: 'Bearer mine' };
  const response = await fetch(`${proxy.gatewayUrl}/vertex/v1/messages`, { method: 'POST', body: '{}', headers });
  await response.text();
  return response.status === 200
    ? stage.model.requests[0]?.headers.authorization
    : `${response.status} ${stage.model.requests.length}`;
}

const becomes = (proxy: LocalProxy, what: string) =>
  until(
    async () => (await sent(proxy)) === what,
    () => `the upstream is not sent ${what}`,
  );

describe('a Google access token', () => {
  test('of the metadata server is renewed before it ends, withdrawn when it has, and back when there is one', async () => {
    process.env.GCE_METADATA_HOST = metadata.host;
    metadata.token = { access_token: 'ya29.first', expires_in: 6 };
    const proxy = await stage.start(options());
    const said: string[] = [];
    proxy.on('log', (line) => said.push(line));
    expect(await sent(proxy)).toBe('Bearer ya29.first');
    metadata.token = { access_token: 'ya29.second', expires_in: 6 };
    await becomes(proxy, 'Bearer ya29.second');
    metadata.token = undefined;
    await becomes(proxy, '401 0');
    metadata.token = { access_token: 'ya29.third', expires_in: 3600 };
    await becomes(proxy, 'Bearer ya29.third');
    expect(said.map((line) => line.replace(/had: .*/, 'had'))).toEqual([
      "the access token of 'vertex' was replaced",
      "the access token of 'vertex' was withdrawn, requests that need it get a 401: it ran out, and no new one can be had",
      "the access token of 'vertex' is back",
    ]);
    expect(said.join()).not.toContain('ya29');
    expect(metadata.asked.filter((path) => path.includes('/token'))[0]).toContain(
      'scopes=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fcloud-platform',
    );
  });

  test('of a service account is asked for by its key, at the address of --resolve, verified by --upstream-ca', async () => {
    process.env.GOOGLE_APPLICATION_CREDENTIALS = put(folder, 'account.json', JSON.stringify(account));
    endpoint.answer = () => ({ access_token: 'ya29.account', expires_in: 3600 });
    const scoped = {
      ...vertex,
      credential: {
        ...vertex.credential,
        scopes: ['https://www.googleapis.com/auth/one', 'https://www.googleapis.com/auth/two'],
      },
    };
    const proxy = await stage.start({ ...options(), policy: policyOf(scoped) });
    expect(await sent(proxy)).toBe('Bearer ya29.account');
    const assertion = new URLSearchParams(endpoint.asked[0]?.body).get('assertion') ?? '';
    const claims = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({ iss: account.client_email, scope: scoped.credential.scopes.join(' ') });
  });
});

describe('one line says why a proxy does not start', () => {
  const key = (text: string) => {
    process.env.GOOGLE_APPLICATION_CREDENTIALS = put(folder, 'odd.json', text);
  };
  const rows: [string, () => void, RegExp][] = [
    [
      'without the key file that is named',
      () => {
        process.env.GOOGLE_APPLICATION_CREDENTIALS = '/nonexistent/key.json';
      },
      /\/nonexistent\/key\.json/,
    ],
    ['with a key file that is none', () => key('text'), /JSON/],
    ['with a key file of no kind', () => key('{}'), /./],
    [
      'with a key that the endpoint refuses',
      () => {
        key(JSON.stringify(account));
        endpoint.answer = () => ({ status: 403 });
      },
      /403/,
    ],
    [
      'with an empty token',
      () => {
        key(JSON.stringify(account));
        endpoint.answer = () => ({ access_token: '', expires_in: 3600 });
      },
      /token/,
    ],
    [
      'with a token that would add a header',
      () => {
        key(JSON.stringify(account));
        endpoint.answer = () => ({ access_token: 'a\r\nb: c', expires_in: 3600 });
      },
      /the answer holds no token/,
    ],
    [
      'without a token at the metadata server',
      () => {
        process.env.GCE_METADATA_HOST = metadata.host;
        metadata.token = undefined;
      },
      /A Not Found error was returned/,
    ],
  ];
  test.each(rows)('%s', async (_what, given, why) => {
    given();
    const error: Error = await LocalProxy.start(stage.options(options())).then(
      () => new Error('it started'),
      (problem) => problem,
    );
    expect([error.name, error.message.split(' (')[0]]).toEqual([
      ...['StartError', "destination 'vertex' needs Google credentials: set GOOGLE_APPLICATION_CREDENTIALS"],
    ]);
    expect(error.message).toMatch(why);
    expect(error.message).not.toMatch(/\n|PRIVATE KEY|eyJ/);
  });

  test('with an endpoint whose certificate is of another authority or host', async () => {
    key(JSON.stringify(account));
    endpoint.answer = () => ({ access_token: 'ya29.account', expires_in: 3600 });
    const fixed = { host: 'oauth2.googleapis.com', port: 443, address: '127.0.0.1', addressPort: stage.model.port };
    const start = LocalProxy.start(stage.options({ ...options(), resolve: [fixed] }));
    await expect(start).rejects.toThrow("destination 'vertex' needs Google credentials");
    expect(stage.model.requests).toEqual([]);
  });
});
