import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import * as command from '../../bin/commands/render';
import { sdsDocument } from '../../lib/envoy/credentials/credential-secret';
import { put } from '../runtime/scratch';
import { airlockHere } from './airlock-here';
import { airlock } from './airlock-process';
import { realKey, Stage } from './airlock-stage';

const stage = new Stage();
const several = `version: 1
destinations:
  - { name: mirror, hosts: [mirror.example.org], access: tunnel }
agents: { one: { destinations: [mirror] }, two: { destinations: [mirror] } }
`;

const intercepted = `version: 1
destinations:
  - name: model
    host: api.anthropic.com
    access: intercept
    allow: [{ methods: [POST], path: /v1/messages }]
    credential: { type: header, header: x-api-key, secret: anthropic-api-key }
`;

describe('render envoy', () => {
  test('prints a configuration that Envoy takes where the notes say that the secrets are', async () => {
    const { status, stdout, stderr } = await airlock(['render', 'envoy', stage.policy]);
    const folder = stage.newFolder();
    put(folder, 'bootstrap.json', stdout);
    mkdirSync(join(folder, 'secrets'));
    put(join(folder, 'secrets'), 'anthropic-api-key.json', sdsDocument('anthropic-api-key', realKey));
    expect(status).toBe(0);
    expect(stderr).toContain("secret 'anthropic-api-key' is read from secrets/anthropic-api-key.json");
    const validate = () =>
      execFileSync(process.env.ENVOY_PATH ?? '', ['--mode', 'validate', '-c', 'bootstrap.json'], { cwd: folder, stdio: 'pipe' });
    expect(validate).not.toThrow();
  });

  test('listens on loopback only, on the ports of run', async () => {
    const { stdout } = await airlockHere(command, ['render', 'envoy', stage.policy]);
    const { static_resources } = JSON.parse(stdout);
    const [agents] = static_resources.listeners;
    expect([agents.address, ...agents.additional_addresses.map(({ address }: { address: unknown }) => address)]).toEqual([
      { socket_address: { address: '127.0.0.1', port_value: 8080 } },
      { socket_address: { address: '127.0.0.1', port_value: 3128 } },
    ]);
  });
});

describe('render env', () => {
  test('prints variables that a shell reads, and no secret', async () => {
    const { status, stdout } = await airlock(['render', 'env', stage.policy], { ANTHROPIC_API_KEY: realKey });
    const read = execFileSync('sh', ['-c', 'set -a; . ./env; exec env'], {
      cwd: folderWith('env', stdout),
      env: {},
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    expect(read).toContain('ANTHROPIC_BASE_URL=http://127.0.0.1:8080/claude\n');
    expect(read).toContain('HTTPS_PROXY=http://127.0.0.1:3128\n');
    expect(stdout).not.toContain(realKey);
  });
});

describe('render, where something is intercepted,', () => {
  const interceptPolicy = () => put(stage.folder, 'intercepted.yaml', intercepted);

  test('prints a configuration that reads certificates where the notes say that they are', async () => {
    const { status, stdout, stderr } = await airlock(['render', 'envoy', interceptPolicy()]);
    expect(status).toBe(0);
    expect(stderr).toContain("certificate and key of 'model' are read from certificates/intercept-model.json, an SDS file");
    expect(stderr).toContain("the boundary's own authority is read from certificates/ca.pem");
    expect(stdout).toContain('certificates/intercept-model.json');
    expect(stdout).toContain('certificates/ca.pem');
  });

  test('prints variables of certificates, by default those that certificates makes', async () => {
    const { stdout, stderr } = await airlockHere(command, ['render', 'env', interceptPolicy()]);
    expect(stdout).toContain(`CURL_CA_BUNDLE=${join(process.cwd(), 'certificates', 'bundle.pem')}\n`);
    expect(stderr).toContain("'agent-airlock certificates' makes it");
    expect((await airlockHere(command, ['render', 'env', stage.policy])).stdout).not.toContain('CA_BUNDLE');
  });

  test('prints the proxy’s place as the agent sees it', async () => {
    const place = ['--proxy-host', 'door.example', '--gateway-port', '81', '--proxy-port', '82', '--ca-file', '/agent/ca.pem'];
    const { stdout } = await airlockHere(command, ['render', 'env', stage.policy, ...place]);
    expect(stdout).toContain('ANTHROPIC_BASE_URL=http://door.example:81/claude\n');
    expect(stdout).toContain('HTTPS_PROXY=http://door.example:82\n');
    expect(stdout).toContain('GIT_SSL_CAINFO=/agent/ca.pem\n');
  });

  test('prints all that a client needs that is given nothing else', async () => {
    const caFile = join(stage.newFolder(), 'ca.pem');
    const args = stage.args('--secret', `anthropic-api-key=file:${stage.newKey()}`, '--ca-file', caFile);
    const policy = interceptPolicy();
    const proxy = await stage.start(
      args.map((arg) => (arg === stage.policy ? policy : arg)),
      { XDG_RUNTIME_DIR: stage.newFolder() },
    );
    expect(proxy.said('certificate to trust')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/-\/ca\.pem$/);
    const proxyPort = new URL(proxy.said('HTTPS_PROXY')).port;
    const { stdout } = await airlock(['render', 'env', policy, '--proxy-port', proxyPort, '--ca-file', caFile]);
    const curl = "set -a; . ./env; exec curl -sS -d '{}' -o /dev/null -w '%{http_code}' https://api.anthropic.com/v1/messages";
    const run = () =>
      promisify(execFile)('sh', ['-c', curl], { cwd: folderWith('env', stdout), env: { PATH: process.env.PATH } });
    expect((await run()).stdout).toBe('200');
    expect(statSync(caFile).mode & 0o777).toBe(0o644);
    expect(readFileSync(caFile, 'utf8').match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(50);
    expect(readFileSync(caFile, 'utf8')).not.toContain('PRIVATE KEY');
  });

  test.each([
    [['envoy', '--ca-file', 'ca.pem'], "--ca-file is for env, sandbox-runtime, claude-settings only: remove it, got 'ca.pem'"],
    [['env', '--proxy-host', 'a b'], "--proxy-host must be a name or an address, got 'a b'"],
    [['env', '--proxy-host', 'http://proxy'], "--proxy-host must be a name or an address, got 'http://proxy'"],
    [['env', '--proxy-port', '0'], "--proxy-port must be a port from 1 to 65535, got '0'"],
    [['env', '--gateway-port', '65536'], "--gateway-port must be a port from 1 to 65535, got '65536'"],
    [['envoy', '--gateway-port', '3128'], 'must differ, got 3128 twice'],
  ])('takes no %j', async ([target = '', ...options], message) => {
    const { status, stdout, stderr } = await airlockHere(command, ['render', target, interceptPolicy(), ...options]);
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toContain(message);
  });
});

describe('render writes', () => {
  test.each([
    ['envoy', 0o600],
    ['env', 0o644],
  ] as const)('%s to a file, and nothing to standard output', async (target, mode) => {
    const output = join(stage.newFolder(), 'out');
    const { status, stdout } = await airlockHere(command, ['render', target, stage.policy, '--output', output]);
    expect([status, stdout, statSync(output).mode & 0o777]).toEqual([0, '', mode]);
    expect(readFileSync(output, 'utf8').length).toBeGreaterThan(100);
  });

  test.each<[string, (folder: string) => string[], RegExp]>([
    ['a policy that is missing', () => ['/nonexistent.yaml'], /^policy file can't be read/],
    [
      'several agents and none named',
      () => [put(stage.folder, 'several.yaml', several)],
      /^the policy has several agents: name one of one, two$/,
    ],
    ['an agent that there is not', () => [stage.policy, '--agent', 'three'], /^agent must be one of default, got 'three'$/],
    ['one port for two things', () => [stage.policy, '--gateway-port', '3128'], /must differ, got 3128 twice/],
  ])('nothing, given %s', async (_what, args, message) => {
    const folder = stage.newFolder();
    const output = join(folder, 'out');
    const { status, stdout, stderr } = await airlockHere(command, ['render', 'envoy', ...args(folder), '--output', output]);
    expect([status, stdout, existsSync(output), readdirSync(folder)]).toEqual([3, '', false, []]);
    expect(stderr.trimEnd()).toMatch(message);
  });

  test('nothing into a folder that is missing', async () => {
    const { status, stderr } = await airlockHere(command, ['render', 'env', stage.policy, '--output', '/nonexistent/out']);
    expect(status).toBe(3);
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringContaining('/nonexistent/out')]);
  });

  test('a file that was there is whole, or as it was', async () => {
    const folder = stage.newFolder();
    const output = put(folder, 'out', 'old');
    await airlockHere(command, ['render', 'env', '/nonexistent.yaml', '--output', output]);
    expect(readFileSync(output, 'utf8')).toBe('old');
    await airlockHere(command, ['render', 'env', stage.policy, '--output', output]);
    expect(readFileSync(output, 'utf8')).toContain('HTTPS_PROXY');
    expect(readdirSync(folder)).toEqual(['out']);
  });
});

function folderWith(name: string, text: string): string {
  const folder = stage.newFolder();
  put(folder, name, text);
  return folder;
}
