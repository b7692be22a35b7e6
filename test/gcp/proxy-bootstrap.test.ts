import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { findEnvoy } from '../../lib/runtime/envoy/envoy-binary';
import { everyGoogleCredential } from '../deployed/every-credential';
import { scratchFolder } from '../runtime/scratch';
import { argumentsIn, filesFor } from './deployed-files';
import { policy, twoAgents } from './fixture';

const folder = scratchFolder();

describe.each([
  ['one agent', policy],
  ['two agents', twoAgents],
  ['every credential', everyGoogleCredential],
  ['two agents in report mode', EgressPolicy.parse({ ...twoAgents.document, enforcement: { report: { until: '2999-01-31' } } })],
])('the configuration of the proxies for %s', (name, given) => {
  const files = filesFor(given);
  const bootstrap = files.get('/etc/airlock/envoy.yaml') ?? '';
  const config = JSON.stringify(parse(bootstrap, { maxAliasCount: -1 }));

  test('is whole when it is deployed', () => {
    expect(config).not.toMatch(/Token\[|\$\{google_|\[object/);
  });

  test('holds no secret, and reads each from a file in memory', () => {
    expect(config).toContain('"path":"/run/airlock/secrets/anthropic-api-key.json"');
  });

  test('leaves room in the hosts’ metadata', () => {
    expect(Buffer.byteLength(bootstrap) * (4 / 3)).toBeLessThan(131_072);
  });

  test('is accepted by Envoy, with the very arguments', async () => {
    const args = argumentsIn(`${folder}/${name.replaceAll(' ', '-')}`, given, files);
    expect(execFileSync(await findEnvoy(), [...args, '--mode', 'validate'], { env: {}, encoding: 'utf8' })).toContain('OK');
  });
});

test('Envoy refuses the configuration if something is missing from it', async () => {
  const files = new Map(filesFor(policy));
  const bootstrap = parse(files.get('/etc/airlock/envoy.yaml') ?? '', { maxAliasCount: -1 });
  bootstrap.static_resources.clusters = [];
  files.set('/etc/airlock/envoy.yaml', JSON.stringify(bootstrap));
  const args = argumentsIn(`${folder}/broken`, policy, files);
  const envoy = await findEnvoy();
  expect(() => execFileSync(envoy, [...args, '--mode', 'validate'], { env: {}, stdio: 'pipe' })).toThrow();
});
