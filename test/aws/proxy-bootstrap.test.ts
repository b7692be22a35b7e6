import { execFileSync } from 'node:child_process';
import type { Stack } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { placeholderCertificate } from '../../lib/aws/placeholder-certificate';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { findEnvoy } from '../../lib/runtime/envoy-binary';
import { everyCredential } from './every-credential';
import { airlockIn, type Properties, policy, resourcesOf, stackOf, templateOf, twoAgents } from './fixture';
import { interception } from './interception-fixture';

/** The arguments that ECS would start Envoy with, sample values in place of what only a deployment knows. */
function argumentsFor(given: EgressPolicy): string[] {
  const stack = stackOf();
  airlockIn(stack, { policy: given, interception, transparent: true });
  return envoyOf(stack).Command.map(deployed);
}

function envoyOf(stack: Stack): Properties {
  const tasks = Object.values(resourcesOf(templateOf(stack), 'AWS::ECS::TaskDefinition'));
  return tasks.map(({ ContainerDefinitions: [container] }) => container).find(({ Name }) => Name === 'envoy');
}

function deployed(value: unknown): string {
  if (typeof value === 'string') return value;
  const [name, argument] = Object.entries(value as object)[0] as [string, never];
  if (name === 'Fn::Join') return (argument[1] as unknown[]).map(deployed).join(argument[0]);
  if (name === 'Ref') return 'vpce-0123456789abcdef0';
  if (name === 'Fn::Select') return 'vpce-0123456789abcdef0-abcdefgh.vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com';
  throw new Error(`no sample value for ${name}`);
}

/** What ECS injects at first, before anybody has set or stored anything. */
function placeholdersFor(bootstrap: string): Record<string, string> {
  const names = [...bootstrap.matchAll(/environment_variable: '(\w+)'/g)].map(([, name = '']) => name);
  const { certificate, key } = placeholderCertificate;
  const value = (name: string) =>
    /_KEY$/.test(name) && name.startsWith('AIRLOCK_INTERCEPT') ? key : /CERTIFICATE/.test(name) ? certificate : 'placeholder';
  return Object.fromEntries(names.map((name) => [name, value(name)]));
}

describe.each([
  ['one agent', policy],
  ['two agents', twoAgents],
  ['every credential', everyCredential],
  ['two agents in report mode', EgressPolicy.parse({ ...twoAgents.document, enforcement: { report: { until: '2999-01-31' } } })],
])('the configuration of the proxies for %s', (_, given) => {
  const args = argumentsFor(given);

  test('is whole when it is deployed', () => {
    const bootstrap = JSON.stringify(parse(args.at(-1) ?? '', { maxAliasCount: -1 }));
    expect(bootstrap).not.toMatch(/Token\[|Fn::|\[object/);
    expect(bootstrap).toContain('\\u0001vpce-0123456789abcdef0"');
  });

  test('holds no secret, and reads each from a variable', () => {
    expect(args.at(-1)).toContain("environment_variable: 'AIRLOCK_SECRET_ANTHROPIC_API_KEY'");
  });

  test('leaves room in the task definition', () => {
    expect(JSON.stringify(args).length).toBeLessThan(60_000);
  });

  test('is accepted by Envoy, with the very arguments', async () => {
    const env = placeholdersFor(args.at(-1) ?? '');
    const output = execFileSync(await findEnvoy(), [...args, '--mode', 'validate'], { env, encoding: 'utf8' });
    expect(output).toContain('OK');
  });
});

test('Envoy refuses the configuration if something is missing from it', async () => {
  const envoy = await findEnvoy();
  const broken = argumentsFor(policy).map((argument) => argument.replace('upstream-claude', 'elsewhere'));
  expect(() => execFileSync(envoy, [...broken, '--mode', 'validate'], { env: {}, stdio: 'pipe' })).toThrow();
});
