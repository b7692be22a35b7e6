import { SecretManagerSecret } from '@cdktf/provider-google/lib/secret-manager-secret';
import { describe, expect, test } from 'vitest';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { vertex } from '../../lib/policy/presets/vertex';
import type { DestinationInput } from '../../lib/policy/schema';
import { resourcesOf, stackOf, theOne } from './fixture';
import { bootstrapOf, doorIn, hostFile, proxyIn } from './proxy-fixture';

const policyOf = (...destinations: readonly DestinationInput[]) => EgressPolicy.parse({ version: 1, destinations });

describe('secrets that exist', () => {
  const withSecret = (id: string) => {
    const stack = stackOf();
    doorIn(stack, { secrets: { 'anthropic-api-key': { id } } });
    return stack;
  };

  test('are used, and none is made in their place', () => {
    const stack = withSecret('projects/acme-keys/secrets/claude');
    expect(resourcesOf(stack, 'secret_manager_secret')).toEqual({});
    expect(hostFile(stack, '/etc/airlock/secrets')).toBe('secret anthropic-api-key projects/acme-keys/secrets/claude\n');
    expect(theOne(stack, 'secret_manager_secret_iam_member').secret_id).toBe('projects/acme-keys/secrets/claude');
  });

  test('may be of the same stack', () => {
    const stack = stackOf();
    const secret = new SecretManagerSecret(stack, 'key', { secretId: 'key', replication: { auto: {} } });
    doorIn(stack, { secrets: { 'anthropic-api-key': secret } });
    expect(hostFile(stack, '/etc/airlock/secrets')).toBe('secret anthropic-api-key ${google_secret_manager_secret.key.id}\n');
  });

  test.each([
    'claude',
    'projects/acme/locations/europe-west1/secrets/claude',
    'projects/acme/secrets/claude/versions/1',
    'projects/acme/secrets/claude\nsecret other projects/acme/secrets/other',
  ])('are refused by the id %j', (id) => {
    expect(() => withSecret(id)).toThrow(
      'secrets.anthropic-api-key must have the id projects/PROJECT/secrets/NAME, of a global secret, got',
    );
  });

  test('are refused where the policy uses no such secret', () => {
    expect(() => proxyIn(stackOf(), { secrets: { other: { id: 'projects/acme/secrets/other' } } })).toThrow(
      "secrets may only name what the policy uses (anthropic-api-key): remove it, got 'other'",
    );
  });
});

describe('an access token of the proxies’ own account', () => {
  const token: DestinationInput = {
    ...{ name: 'storage', host: 'storage.googleapis.com', access: 'gateway', allow: [{ methods: ['GET'], path: '/acme/**' }] },
    credential: { type: 'google-access-token', scopes: ['https://www.googleapis.com/auth/devstorage.read_only'] },
  };

  test('is kept fresh on each host, with the scopes that the policy names', () => {
    const stack = stackOf();
    const destinations = vertex({ region: 'europe-west1', project: 'acme-agents' }).map(({ destination }) => destination);
    doorIn(stack, { policy: policyOf(...destinations, token) });
    expect(hostFile(stack, '/etc/airlock/secrets')).toBe(
      'token access-token.vertex\ntoken access-token.storage https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fdevstorage.read_only\n',
    );
    expect(resourcesOf(stack, 'secret_manager_secret')).toEqual({});
    expect(JSON.stringify(bootstrapOf(stack))).toContain('/run/airlock/secrets/access-token.vertex.json');
  });

  test('is good for nothing until somebody grants it something, which is said', () => {
    const stack = stackOf();
    const proxy = proxyIn(stack, { policy: policyOf(token) });
    expect(proxy.node.metadata.map(({ data }) => data)).toContainEqual(
      expect.stringMatching(
        /^destination 'storage': the proxies' account was given nothing for it: grant serviceAccount\.member/,
      ),
    );
    const roles = Object.values(resourcesOf(stack, 'project_iam_member')).map(({ role }) => role);
    expect(roles).toEqual(['roles/logging.logWriter', 'roles/monitoring.metricWriter']);
  });

  test.each([
    'secretmanager.googleapis.com',
    'secretmanager.europe-west1.rep.googleapis.com',
    'secretmanager.mtls.googleapis.com',
    'content-secretmanager.googleapis.com',
    'secretmanager.clients6.google.com',
    'logging.googleapis.com',
    'gcr.io',
    'europe-west1-docker.pkg.dev',
  ])('is refused at %s, where the proxies may do something themselves', (host) => {
    expect(() => proxyIn(stackOf(), { policy: policyOf({ ...token, host }) })).toThrow(
      `destination 'storage': credential must not be the proxies' own access token at ${host}`,
    );
  });
});

test('a credential of AWS is refused by its destination, with what to do instead', () => {
  const bedrock: DestinationInput = {
    ...{ name: 'bedrock', host: 'bedrock-runtime.eu-west-1.amazonaws.com', access: 'gateway', allow: 'any' },
    credential: { type: 'aws-sigv4', service: 'bedrock', region: 'eu-west-1' },
  };
  expect(() => proxyIn(stackOf(), { policy: policyOf(bedrock) })).toThrow(
    /^destination 'bedrock': credential must be .*no identity of AWS.* use 'header' or 'oauth2-client'/,
  );
});

describe('certificates of upstreams', () => {
  const given = policyOf({
    ...{ name: 'orders', host: 'orders.corp.example', access: 'gateway', allow: 'any' },
    upstream: { addresses: ['10.20.0.0/16'], port: 8443, ca: 'corp-ca' },
  });
  const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

  test('are files of the hosts', () => {
    const stack = stackOf();
    doorIn(stack, { policy: given, certificates: { 'corp-ca': pem } });
    expect(hostFile(stack, '/etc/airlock/certificates/corp-ca.pem')).toBe(pem);
    expect(JSON.stringify(bootstrapOf(stack))).toContain('"filename":"/etc/airlock/certificates/corp-ca.pem"');
  });

  test.each([
    ['left out', {}, 'got none'],
    ['a path', { 'corp-ca': 'corp-ca.pem' }, 'got something else'],
    ['a key', { 'corp-ca': `${pem}-----BEGIN ${['PRIVATE', 'KEY'].join(' ')}-----` }, 'got something else'],
  ])('are refused if they are %s', (_, certificates, message) => {
    expect(() => proxyIn(stackOf(), { policy: given, certificates })).toThrow(
      `certificates must hold the PEM text of 'corp-ca', which the policy uses, ${message}`,
    );
  });
});
