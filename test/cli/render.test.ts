import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sdsDocument } from '../../lib/envoy/credential-secret';
import { put } from '../runtime/scratch';
import { airlock } from './airlock-process';
import { realKey, Stage } from './airlock-stage';

const stage = new Stage();
const several = `version: 1
destinations:
  - { name: mirror, hosts: [mirror.example.org], access: tunnel }
agents: { one: { destinations: [mirror] }, two: { destinations: [mirror] } }
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
    const { stdout } = await airlock(['render', 'envoy', stage.policy]);
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

describe('render writes', () => {
  test.each([
    ['envoy', 0o600],
    ['env', 0o644],
  ] as const)('%s to a file, and nothing to standard output', async (target, mode) => {
    const output = join(stage.newFolder(), 'out');
    const { status, stdout } = await airlock(['render', target, stage.policy, '--output', output]);
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
    [
      'what this version cannot enforce',
      () => [
        put(
          stage.folder,
          'intercept.yaml',
          several.replace('access: tunnel', 'access: gateway, allow: any, credential: { type: google-access-token }'),
        ),
      ],
      /./,
    ],
  ])('nothing, given %s', async (_what, args, message) => {
    const folder = stage.newFolder();
    const output = join(folder, 'out');
    const { status, stdout, stderr } = await airlock(['render', 'envoy', ...args(folder), '--output', output]);
    expect([status, stdout, existsSync(output), readdirSync(folder)]).toEqual([3, '', false, []]);
    expect(stderr.trimEnd()).toMatch(message);
  });

  test('nothing into a folder that is missing', async () => {
    const { status, stderr } = await airlock(['render', 'env', stage.policy, '--output', '/nonexistent/out']);
    expect(status).toBe(3);
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringContaining('/nonexistent/out')]);
  });

  test('a file that was there is whole, or as it was', async () => {
    const folder = stage.newFolder();
    const output = put(folder, 'out', 'old');
    await airlock(['render', 'env', '/nonexistent.yaml', '--output', output]);
    expect(readFileSync(output, 'utf8')).toBe('old');
    await airlock(['render', 'env', stage.policy, '--output', output]);
    expect(readFileSync(output, 'utf8')).toContain('HTTPS_PROXY');
    expect(readdirSync(folder)).toEqual(['out']);
  });
});

function folderWith(name: string, text: string): string {
  const folder = stage.newFolder();
  put(folder, name, text);
  return folder;
}
