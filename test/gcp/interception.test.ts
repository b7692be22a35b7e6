import { describe, expect, test } from 'vitest';
import { placeholderCertificate } from '../../lib/envoy/placeholder-certificate';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { gitFetch } from '../../lib/policy/presets/git-fetch';
import { type Arguments, configurationOf, policy, resourcesOf, stackOf } from './fixture';
import { interception } from './interception-fixture';
import { bootstrapOf, doorIn, hostFile, hostFilesOf, proxyIn } from './proxy-fixture';

const [git] = gitFetch({ owner: 'acme' }).map(({ destination }) => destination);
const intercepting = EgressPolicy.parse({ version: 1, destinations: [git] });
const key = ['PRIVATE', 'KEY'].join(' ');

describe('proxies that intercept', () => {
  const stack = stackOf();
  doorIn(stack, { policy: intercepting, interception });
  const secrets = Object.values(resourcesOf(stack, 'secret_manager_secret')).map(({ secret_id: id }) => id);

  test('get certificate and key as one secret, and the certificate of the authority as a file', () => {
    expect(hostFile(stack, '/etc/airlock/secrets')).toMatch(
      /^certificate intercept-git-fetch \$\{google_secret_manager_secret\.Proxy_Certificates_[\w-]+\.id\}$/m,
    );
    expect(hostFile(stack, '/etc/airlock/certificates/intercept-ca.pem')).toBe(interception.ca);
  });

  test('read their certificates where they are kept fresh, and nowhere else', () => {
    const bootstrap = JSON.stringify(bootstrapOf(stack));
    expect(bootstrap).toContain('"path":"/run/airlock/secrets/intercept-git-fetch.json"');
    expect(bootstrap).not.toContain(key);
  });

  test('start with a placeholder that everybody may know', () => {
    expect(JSON.parse(hostFile(stack, '/etc/airlock/placeholder.json'))).toEqual(placeholderCertificate);
  });

  test('print the command that stores the real ones, by the names that it stores them by', () => {
    const outputs = Object.values<Arguments>(configurationOf(stack).output).map(({ value }) => value);
    const prefix = outputs.map((value) => / --store gcp:([\w-]+)$/.exec(value)?.[1]).find((found) => found !== undefined);
    expect(secrets.filter((id) => id.startsWith(`${prefix}-`))).toEqual([`${prefix}-ca`, `${prefix}-git-fetch`]);
  });

  test('read no other secret: not that of the authority, which is for others to trust', () => {
    const read = Object.values(resourcesOf(stack, 'secret_manager_secret_iam_member')).map(({ secret_id: id }) => id);
    expect(read).toHaveLength(2);
    expect(JSON.stringify(read)).not.toContain('Proxy_Certificates_ca');
  });
});

test('proxies that don’t intercept have no placeholder, and no secrets for certificates', () => {
  const stack = stackOf();
  doorIn(stack, { interception });
  expect([...hostFilesOf(stack).keys()]).not.toContain('/etc/airlock/placeholder.json');
  expect(Object.keys(resourcesOf(stack, 'secret_manager_secret'))).toEqual([expect.stringMatching(/^Proxy_Secrets_/)]);
});

test('certificates that exist are used, and nothing is made for them', () => {
  const stack = stackOf();
  const certificates = { 'git-fetch': { id: 'projects/acme/secrets/airlock-git-fetch' } };
  doorIn(stack, { policy: intercepting, interception: { ...interception, certificates } });
  expect(Object.keys(resourcesOf(stack, 'secret_manager_secret'))).toEqual([expect.stringMatching(/^Proxy_Secrets_/)]);
  expect(hostFile(stack, '/etc/airlock/secrets')).toContain(
    'certificate intercept-git-fetch projects/acme/secrets/airlock-git-fetch\n',
  );
});

describe('interception is refused', () => {
  test('when it is left out, by the name of the destination', () => {
    expect(() => proxyIn(stackOf(), { policy: intercepting })).toThrow(
      "destination 'git-fetch': access 'intercept' needs certificates",
    );
  });

  test('with something else than the certificate of an authority', () => {
    expect(() => proxyIn(stackOf(), { policy: intercepting, interception: { ca: 'certificates/ca.pem' } })).toThrow(
      'interception.ca must be one PEM certificate',
    );
  });

  test('with the certificate of a destination that is not intercepted', () => {
    const certificates = { claude: { id: 'projects/acme/secrets/claude' } };
    expect(() => proxyIn(stackOf(), { policy, interception: { ...interception, certificates } })).toThrow(
      "interception.certificates may only name what the policy uses (nothing): remove it, got 'claude'",
    );
  });

  test('with the id of something else than a secret', () => {
    const certificates = { 'git-fetch': { id: 'airlock-git-fetch' } };
    expect(() => proxyIn(stackOf(), { policy: intercepting, interception: { ...interception, certificates } })).toThrow(
      "interception.certificates.git-fetch must have the id projects/PROJECT/secrets/NAME, of a global secret, got 'airlock-git-fetch'",
    );
  });
});
