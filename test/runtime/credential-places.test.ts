import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StandInModel } from '../../bin/demo/stand-in-model';
import { type MetadataServer, startMetadataServer } from '../stand-ins/metadata-server';
import { startTokenEndpoint, type TokenEndpoint } from '../stand-ins/token-endpoint';
import { claude, LocalStage, policyOf } from './local-stage';
import { put, until } from './scratch';

const stage = new LocalStage();
const gateway = (name: string, credential: object) =>
  ({ ...claude, name, host: `${name}.example.org`, credential }) as typeof claude;
const policy = policyOf(
  gateway('git', { type: 'basic', username: 'me', secret: 'git-token' }),
  gateway('bedrock', { type: 'aws-sigv4', service: 'bedrock', region: 'eu-west-1' }),
  gateway('vertex', { type: 'google-access-token' }),
  gateway('crm', { type: 'oauth2-client', tokenUrl: 'https://login.example.org/token', clientId: 'me', secret: 'crm-secret' }),
);
const secrets = {
  'git-token.json': 'the-git-token',
  'aws-credentials': 'the-aws-key',
  'access-token.vertex.json': 'ya29.the-token',
  'crm-secret.json': 'the-crm-secret',
};
const inherited = { ...process.env };
const names = ['git', 'bedrock', 'vertex', 'crm'];
const hosts = names.map((name) => `${name}.example.org`);
let model: StandInModel;
let metadata: MetadataServer;
let endpoint: TokenEndpoint;

beforeAll(async () => {
  model = await StandInModel.start({ authority: stage.authority, hosts });
  metadata = await startMetadataServer({ access_token: secrets['access-token.vertex.json'], expires_in: 3600 });
  endpoint = await startTokenEndpoint(await stage.authority.issue({ hosts: ['login.example.org'] }), () => ({
    ...{ access_token: 'the-crm-token', expires_in: 3600 },
  }));
  Object.assign(process.env, { GCE_METADATA_HOST: metadata.host, CLOUDSDK_CONFIG: stage.folder });
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIDHERE', AWS_SECRET_ACCESS_KEY: secrets['aws-credentials'] });
});
afterAll(async () => {
  process.env = inherited;
  await model.close();
  await metadata.close();
  await endpoint.close();
});

/** Starts a proxy with every type of credential; what it says is kept. */
async function started() {
  const source = (name: string, text: string) => ({ kind: 'file', path: put(stage.folder, name, text) }) as const;
  const upstream = { port: 443, address: '127.0.0.1', addressPort: model.port };
  const login = { host: 'login.example.org', port: 443, address: '127.0.0.1', addressPort: endpoint.port };
  const proxy = await stage.start({
    policy,
    secrets: { 'git-token': source('git', 'the-git-token'), 'crm-secret': source('crm', 'the-crm-secret') },
    resolve: [...hosts.map((host) => ({ host, ...upstream })), login],
  });
  const said: string[] = [];
  proxy.on('log', (line) => said.push(line));
  proxy.on('audit', (record) => said.push(JSON.stringify(record)));
  return { proxy, said };
}

test('each secret is in one file that only its owner can read, and in no argument, variable, line or configuration', async () => {
  const { proxy, said } = await started();
  const folder = join(stage.runtime, readdirSync(stage.runtime)[0] ?? '');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
  for (const [file, secret] of Object.entries(secrets)) {
    expect([secret, files.filter((path) => readFileSync(join(folder, path), 'latin1').includes(secret))]).toEqual([
      ...[secret, [join('secrets', file)]],
    ]);
    expect([file, statSync(join(folder, 'secrets', file)).mode & 0o777]).toEqual([file, 0o600]);
  }
  for (const name of names) {
    await until(
      async () => (await fetch(`${proxy.gatewayUrl}/${name}/v1/messages`, { method: 'POST', body: '{}' })).status === 200,
      () => `${name} is not served`,
    );
  }
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(argumentsAndVariables);
  const envoys = processes.filter((text) => text.includes(folder));
  expect(envoys.length).toBeGreaterThan(0);
  for (const secret of [...Object.values(secrets), 'the-crm-token']) {
    expect(envoys.join() + said.join()).not.toContain(secret);
  }
});

test('none is left when the proxy has stopped', async () => {
  const { proxy } = await started();
  await proxy.stop();
  expect(readdirSync(stage.runtime)).toEqual([]);
});

function argumentsAndVariables(pid: string): string {
  try {
    return ['cmdline', 'environ'].map((name) => readFileSync(join('/proc', pid, name), 'utf8')).join();
  } catch {
    return '';
  }
}
