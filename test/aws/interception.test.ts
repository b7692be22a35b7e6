import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { FargateAgent } from '../../lib/aws/fargate-agent';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { gitFetch } from '../../lib/policy/presets/git-fetch';
import {
  agentIn,
  airlockIn,
  type Properties,
  policy,
  problemsOf,
  propertiesOf,
  resourcesOf,
  stackOf,
  templateOf,
  theOne,
} from './fixture';
import { interception } from './interception-fixture';
import { proxyIn, templateWith } from './proxy-fixture';

const [git] = gitFetch({ owner: 'acme' }).map(({ destination }) => destination);
const intercepting = EgressPolicy.parse({ version: 1, destinations: [git] });
const key = ['PRIVATE', 'KEY'].join(' ');

describe('proxies that intercept', () => {
  const template = templateWith(() => ({ policy: intercepting, interception }));
  const [container] = theOne(template, 'AWS::ECS::TaskDefinition').ContainerDefinitions;
  const own = Object.entries(resourcesOf(template, 'AWS::SecretsManager::Secret')).filter(([id]) =>
    id.startsWith('ProxyCertificates'),
  );

  test('get certificate and key from fields of one secret, and the certificate of the authority as text', () => {
    const leaf = container.Secrets.filter(({ Name }: Properties) => Name.startsWith('AIRLOCK_INTERCEPT_'));
    expect(leaf.map(({ Name }: Properties) => Name)).toEqual([
      'AIRLOCK_INTERCEPT_GIT_FETCH_CERTIFICATE',
      'AIRLOCK_INTERCEPT_GIT_FETCH_KEY',
    ]);
    const from = leaf.map(({ ValueFrom }: Properties) => ValueFrom['Fn::Join'][1]);
    const ref = { Ref: expect.stringMatching(/^ProxyCertificatesgitfetch/) };
    expect(from).toEqual([
      [ref, ':certificate::'],
      [ref, ':key::'],
    ]);
    expect(container.Environment).toEqual([{ Name: 'AIRLOCK_CERTIFICATE_INTERCEPT_CA', Value: interception.ca }]);
  });

  test('start with a placeholder that everybody may know, and print the command that stores the real one', () => {
    const prefix = expect.stringMatching(/^Test\/[0-9a-f]{8}\//);
    expect(own.map(([, { Name }]) => Name)).toEqual([prefix, prefix]);
    expect(own.map(([, { Name }]) => Name.split('/').at(-1))).toEqual(['ca', 'git-fetch']);
    expect(Object.keys(JSON.parse(own[0]?.[1].SecretString))).toEqual(['certificate']);
    const outputs = Object.values<Properties>(template.toJSON().Outputs).map(({ Value }) => JSON.stringify(Value));
    const [store] = outputs.filter((value) => value.includes('agent-airlock certificates'));
    expect(store).toMatch(/ --store aws:Test\/[0-9a-f]{8}"$/);
    expect(own[0]?.[1].Name).toContain(store?.match(/aws:(.*)"/)?.[1]);
  });

  test('start again when a certificate is stored, and read no other secret', () => {
    const rules = Object.keys(resourcesOf(template, 'AWS::Events::Rule'));
    expect(rules.filter((id) => id.includes('certificategitfetch'))).toHaveLength(1);
    const [, policies] =
      Object.entries(resourcesOf(template, 'AWS::IAM::Policy')).find(([id]) => id.startsWith('ProxyExecutionRole')) ?? [];
    const read = policies?.PolicyDocument.Statement.filter(
      ({ Action }: Properties) => Action === 'secretsmanager:GetSecretValue',
    );
    expect(JSON.stringify(read)).not.toContain('ProxyCertificatesca');
    expect(JSON.stringify(read)).toContain('ProxyCertificatesgitfetch');
  });

  test('read their certificates from variables alone', () => {
    const bootstrap = parse(container.Command.at(-1), { maxAliasCount: -1 });
    expect(bootstrap.static_resources.secrets).toContainEqual({
      name: 'intercept-git-fetch',
      tls_certificate: {
        certificate_chain: { environment_variable: 'AIRLOCK_INTERCEPT_GIT_FETCH_CERTIFICATE' },
        private_key: { environment_variable: 'AIRLOCK_INTERCEPT_GIT_FETCH_KEY' },
      },
    });
    expect(JSON.stringify(container.Command)).not.toContain(key);
  });
});

test('certificates that exist are used, and nothing is made for them', () => {
  const template = templateWith((stack) => ({
    policy: intercepting,
    interception: {
      ...interception,
      certificates: { 'git-fetch': Secret.fromSecretNameV2(stack, 'Leaf', 'acme/airlock/git-fetch') },
    },
  }));
  const made = Object.keys(resourcesOf(template, 'AWS::SecretsManager::Secret'));
  expect(made.filter((id) => id.startsWith('ProxyCertificates'))).toEqual([]);
  expect(JSON.stringify(theOne(template, 'AWS::ECS::TaskDefinition').ContainerDefinitions[0].Secrets)).toContain(
    'acme/airlock/git-fetch:key::',
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
    const stack = stackOf();
    const certificates = { claude: Secret.fromSecretNameV2(stack, 'Leaf', 'claude') };
    expect(() => proxyIn(stack, { policy, interception: { ...interception, certificates } })).toThrow(
      "interception.certificates may only name what the policy uses (nothing): remove it, got 'claude'",
    );
  });

  test('with text that no task definition has room for', () => {
    const stack = stackOf();
    const ca = `-----BEGIN CERTIFICATE-----\n${'A'.repeat(62_000)}\n-----END CERTIFICATE-----\n`;
    proxyIn(stack, { policy: intercepting, interception: { ca } });
    expect(problemsOf(stack)).toEqual([expect.stringContaining('task definition of the proxy must be 61440 bytes at most')]);
  });
});

describe('an agent of intercepted destinations', () => {
  const variables = (agent: FargateAgent, template = templateOf(agent.taskDefinition.stack)): Record<string, unknown> =>
    Object.fromEntries(
      propertiesOf(template, agent.taskDefinition).ContainerDefinitions[0].Environment.map(({ Name, Value }: Properties) => [
        Name,
        Value,
      ]),
    );
  const agentWith = (props: { readonly caFile?: string; readonly environment?: Record<string, string> } = {}) => {
    const stack = stackOf();
    return agentIn(stack, { airlock: airlockIn(stack, { policy: intercepting, interception }), ...props });
  };

  test('is told where its image has the certificates to trust', () => {
    expect(variables(agentWith())).toMatchObject({
      GIT_SSL_CAINFO: '/etc/airlock/ca.pem',
      NODE_EXTRA_CA_CERTS: '/etc/airlock/ca.pem',
    });
    expect(variables(agentWith({ caFile: '/tmp/ca.pem' })).GIT_SSL_CAINFO).toBe('/tmp/ca.pem');
  });

  test('may not be told otherwise', () => {
    expect(() => agentWith({ environment: { GIT_SSL_CAINFO: '/dev/null' } })).toThrow('may not set GIT_SSL_CAINFO');
  });

  test('is proven as it is synthesized', () => {
    expect(problemsOf(agentWith().node.root)).toEqual([]);
  });

  test('is told nothing of the kind where nothing is intercepted', () => {
    expect(variables(agentIn(stackOf()))).not.toHaveProperty('GIT_SSL_CAINFO');
  });
});
