import { describe, expect, test } from 'vitest';
import { EgressPolicy } from '../../../lib/policy/egress-policy';
import { rendered, verdict } from './deployed';

const gateway = (name: string, credential: object) => ({
  ...{ name, host: `${name}.example.org`, access: 'gateway', allow: [{ methods: ['POST'], path: '/v1' }], credential },
});
const policy = EgressPolicy.parse({
  version: 1,
  destinations: [
    gateway('header', { type: 'header', header: 'x-api-key', secret: 'key' }),
    gateway('basic', { type: 'basic', username: 'me', secret: 'key' }),
    gateway('aws', { type: 'aws-sigv4', service: 's3', region: 'eu-west-1' }),
    gateway('google', { type: 'google-access-token' }),
    gateway('client', { type: 'oauth2-client', tokenUrl: 'https://login.example.org/t', clientId: 'me', secret: 'key' }),
  ],
});

// biome-ignore lint/suspicious/noExplicitAny: Envoy's configuration has no type here, and a mutation reaches anywhere
type Json = any;

const config = (): Json =>
  JSON.parse(
    JSON.stringify(
      rendered(policy, { secrets: { kind: 'files', directory: '/run/secrets' }, awsCredentials: { kind: 'task-role' } }),
    ),
  );
const filters = (of: Json, name: string): Json[] =>
  Object.values<Json>(
    of.static_resources.clusters.find((each: Json) => each.name === `upstream-${name}`).typed_extension_protocol_options,
  )[0].http_filters;
const filter = (of: Json, name: string, end: string) =>
  filters(of, name).find((each) => each.typed_config['@type'].endsWith(end)).typed_config;

test('a proxy that authenticates by every type of credential admits nothing beyond its policy', () => {
  expect(verdict(config(), policy)).toBe('proven');
});

describe('whether it does is unknown with', () => {
  const rows: [string, (of: Json) => void][] = [
    ['a script that another wrote', (of) => (filter(of, 'basic', '.Lua').default_source_code.inline_string = 'function x() end')],
    ['one character more in a script', (of) => (filter(of, 'aws', '.Lua').default_source_code.inline_string += ' ')],
    ['a script in a file', (of) => (filter(of, 'client', '.Lua').default_source_code = { filename: '/x.lua' })],
    ['a second script', (of) => (filter(of, 'basic', '.Lua').source_codes = { x: { inline_string: '' } })],
    [
      'a host that is signed in place of the one that was judged',
      (of) => (filter(of, 'aws', '.AwsRequestSigning').host_rewrite = 'x'),
    ],
    ['a filter of another kind', (of) => (filter(of, 'google', '.CredentialInjector')['@type'] = 'type.googleapis.com/envoy.x')],
  ];
  test.each(rows)('%s', (_what, mutate) => {
    const mutated = config();
    mutate(mutated);
    expect(verdict(mutated, policy)).toBe('unknown');
  });
});
