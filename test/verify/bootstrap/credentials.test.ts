import { describe, expect, test } from 'vitest';
import { EgressPolicy } from '../../../lib/policy/egress-policy';
import { rendered, verdict } from './deployed';
import type { Json } from './parts';

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

const generic = (of: Json, name: string) => filter(of, name, '.CredentialInjector').credential.typed_config;
const token = (of: Json) =>
  filters(of, 'client').find(({ typed_config }) => typed_config.credential?.typed_config.token_endpoint).typed_config.credential
    .typed_config;
const clusterOf = (of: Json, name: string) => of.static_resources.clusters.find((each: Json) => each.name === name);

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
    ["a credential that lets an agent's own pass", (of) => (filter(of, 'header', '.CredentialInjector').overwrite = false)],
    [
      'a credential that may be missing',
      (of) => (filter(of, 'header', '.CredentialInjector').allow_request_without_credential = true),
    ],
    ['a secret of another destination', (of) => (generic(of, 'header').credential.name = 'other')],
    ['a secret in another header', (of) => (generic(of, 'header').header = 'x-other')],
    ['a secret after another prefix', (of) => (generic(of, 'basic').header_value_prefix = 'you:')],
    ['a secret from elsewhere', (of) => (generic(of, 'header').credential.sds_config = { ads: {} })],
    ["another destination's credential besides", (of) => filters(of, 'header').unshift(filters(of, 'google')[1])],
    ['a signature for another service', (of) => (filter(of, 'aws', '.AwsRequestSigning').service_name = 'sts')],
    ['a signature for another region', (of) => (filter(of, 'aws', '.AwsRequestSigning').region = 'us-east-1')],
    ['tokens of another endpoint', (of) => (token(of).token_endpoint.uri = 'https://evil.example.org/t')],
    ['tokens from a cluster of another host', (of) => (token(of).token_endpoint.cluster = 'upstream-header')],
    ['tokens from no cluster', (of) => (token(of).token_endpoint.cluster = 'none')],
    ['tokens without TLS', (of) => delete clusterOf(of, 'token-client').transport_socket],
    ['tokens for another client', (of) => (token(of).client_credentials.client_id = 'you')],
    ['tokens for more', (of) => (token(of).scopes = ['admin'])],
  ];
  test.each(rows)('%s', (_what, mutate) => {
    const mutated = config();
    mutate(mutated);
    expect(verdict(mutated, policy)).toBe('unknown');
  });
});
