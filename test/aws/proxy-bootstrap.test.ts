import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { findEnvoy } from '../../lib/runtime/envoy/envoy-binary';
import { everyCredential } from '../deployed/every-credential';
import { argumentsFor, endpointId, placeholdersFor } from './deployed-arguments';
import { policy, twoAgents } from './fixture';

describe.each([
  ['one agent', policy],
  ['two agents', twoAgents],
  ['every credential', everyCredential],
  ['two agents in report mode', EgressPolicy.parse({ ...twoAgents.document, enforcement: { report: { until: '2999-01-31' } } })],
])('the configuration of the proxies for %s', (_, given) => {
  const args = argumentsFor(given);
  const bootstrap = JSON.stringify(parse(args.at(-1) ?? '', { maxAliasCount: -1 }));

  test('is whole when it is deployed', () => {
    expect(bootstrap).not.toMatch(/Token\[|Fn::|\[object/);
    expect(bootstrap).toContain(`\\u0001${endpointId}"`);
  });

  test('holds no secret, and reads each from a variable', () => {
    expect(bootstrap).toContain('"environment_variable":"AIRLOCK_SECRET_ANTHROPIC_API_KEY"');
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
