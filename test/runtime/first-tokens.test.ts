import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LocalProxy } from '../../lib/runtime/local-proxy';
import { startTokenEndpoint, type TokenEndpoint } from '../stand-ins/token-endpoint';
import { claude, LocalStage, policyOf, statusOf } from './local-stage';
import { put } from './scratch';

const stage = new LocalStage();
const credential = {
  type: 'oauth2-client',
  tokenUrl: 'https://login.example.org/token',
  clientId: 'me',
  secret: 'client',
} as const;
const policy = policyOf({ ...claude, credential });
let endpoint: TokenEndpoint;

beforeAll(async () => {
  endpoint = await startTokenEndpoint(await stage.authority.issue({ hosts: ['login.example.org'] }), () => ({ status: 500 }));
});
afterAll(() => endpoint.close());

/** Options of a proxy whose token endpoint is at a port. */
const options = (addressPort: number) => ({
  policy,
  secrets: { client: { kind: 'file', path: put(stage.folder, 'client', 'client-secret') } as const },
  resolve: [...(stage.options().resolve ?? []), { host: 'login.example.org', port: 443, address: '127.0.0.1', addressPort }],
});

test('a proxy that has started sends a token with the first request', async () => {
  endpoint.answer = () => ({ access_token: 'token', expires_in: 3600 });
  const proxy = await stage.start(options(endpoint.port));
  expect(await statusOf(proxy)).toBe(200);
  expect(stage.model.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer token']);
});

test.each([
  ['refuses', () => endpoint.port],
  ['has another’s certificate', () => stage.model.port],
  ['is not there', () => 9],
])('one whose token endpoint %s says so in one line, and forwards nothing', async (_what, port) => {
  endpoint.answer = () => ({ status: 403 });
  const said: string[] = [];
  const proxy = await LocalProxy.start(stage.options(options(port())), { progress: (line) => said.push(line) });
  expect(said).toEqual(["no token yet for 'claude': requests that need one get a 401"]);
  expect(await statusOf(proxy)).toBe(401);
  expect(stage.model.requests).toEqual([]);
  await proxy.stop({ now: true });
});

test('one that is given up while it waits for a token leaves nothing', async () => {
  const given = new AbortController();
  const start = LocalProxy.start(stage.options(options(9)), { signal: given.signal });
  setTimeout(() => given.abort(), 1500);
  await expect(start).rejects.toThrow('aborted');
  expect(readdirSync(stage.runtime)).toEqual([]);
});
