import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import * as command from '../../bin/commands/render';
import { put, scratchFolder } from '../runtime/scratch';
import { airlockHere } from './airlock-here';

const folder = scratchFolder();
const digest = `agent@sha256:${'0'.repeat(64)}`;
const policy = put(
  folder,
  'airlock.yaml',
  `version: 1
destinations:
  - name: claude
    host: api.anthropic.com
    access: gateway
    allow: [{ methods: [POST], path: /v1/messages }]
    credential: { type: header, header: x-api-key, secret: anthropic-api-key }
`,
);
const workspace = join(folder, 'work $1');
mkdirSync(join(workspace, '.aws'), { recursive: true });
put(workspace, '.env', 'TOKEN=sk-ant-0123456789');
put(workspace, 'code.js', '');

const render = (...args: readonly string[]) => airlockHere(command, ['render', ...args]);

function newFolder(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

describe('render', () => {
  test.each([
    ['docker', 'agent.sh', 0o755, ['agent.sh', 'bridge.cjs', 'daemon.json', 'hidden', 'seccomp.json']],
    ['gvisor', 'agent.sh', 0o755, ['agent.sh', 'bridge.cjs', 'daemon.json', 'hidden', 'seccomp.json']],
    [
      'compose',
      'compose.yaml',
      0o644,
      ['bridge.cjs', 'compose.yaml', 'daemon.json', 'hidden', 'proxy.json', 'seccomp.json', 'secrets.sh'],
    ],
  ])('%s writes all that it needs into a folder that it makes, and no secret', async (target, name, mode, files) => {
    const place = join(folder, target, 'box');
    const output = join(place, name);
    const { status, stderr } = await render(
      target,
      policy,
      '--image',
      digest,
      '--workspace',
      workspace,
      '--output',
      output,
      '--',
      'true',
    );
    expect([status, readdirSync(place).sort(), statSync(output).mode & 0o777]).toEqual([0, files, mode]);
    for (const file of files) expect(readFileSync(join(place, file), 'utf8')).not.toContain('sk-ant-');
    expect(stderr).not.toContain('warning');
  });

  test('compose says what comes next, with the image of the proxy if it is to be named', async () => {
    const options = ['compose', policy, '--image', digest] as const;
    const next = 'then: AIRLOCK_PROXY_IMAGE=NAME@sha256:DIGEST docker compose up --abort-on-container-exit\n';
    expect((await render(...options, '--', 'true')).stderr).toContain(next);
    expect((await render(...options, '--proxy-image', digest, '--', 'true')).stderr).toContain('then: docker compose up');
  });

  test('docker prints a script that bash reads, in which the workspace’s sensitive files are covered', async () => {
    const { stdout } = await render('docker', policy, '--image', digest, '--workspace', workspace);
    execFileSync('bash', ['-n'], { input: stdout });
    expect(stdout).toContain('target=/workspace/.env,');
    expect(stdout).toContain('target=/workspace/.aws,');
    expect(stdout).not.toContain('code.js');
  });

  test('shows a sensitive file that is exposed by name', async () => {
    const { stdout } = await render('docker', policy, '--image', digest, '--workspace', workspace, '--expose', '.env');
    expect(stdout).not.toContain('target=/workspace/.env,');
  });

  test('keeps what the machine runs by itself from an agent that may write', async () => {
    const place = newFolder('repository');
    mkdirSync(join(place, '.git', 'hooks'), { recursive: true });
    put(join(place, '.git'), 'config', '[core]');
    const args = ['docker', policy, '--image', digest, '--workspace', place] as const;
    const { stdout } = await render(...args, '--workspace-mode', 'rw');
    expect(stdout).toMatch(/target=\/workspace\/\.git\/hooks,\S*readonly/);
    expect(stdout).toMatch(/target=\/workspace\/\.git\/config,\S*readonly/);
    expect(stdout).toMatch(/target=\/workspace\/\.git,bind-recursive=disabled \\/);
    expect(stdout).toContain(`writable=${place}\n`);
    expect((await render(...args)).stdout).not.toContain('.git');
  });

  test('gvisor is docker with another runtime', async () => {
    const options = [policy, '--image', digest] as const;
    const [one, other] = await Promise.all([render('gvisor', ...options), render('docker', ...options, '--runtime', 'runsc')]);
    const words = (text: string) => text.split('\n').filter((line) => line.startsWith('  --'));
    expect(words(one.stdout)).toEqual(words(other.stdout));
    expect(one.stderr).toContain('--host-uds=open');
  });

  test('takes limits', async () => {
    const limits = ['--memory', '512', '--cpus', '0.5', '--processes', '20', '--tmp-size', '10', '--home-size', '30'];
    const { stdout } = await render('compose', policy, '--image', digest, ...limits, '--', 'true');
    expect(parse(stdout).services.agent).toMatchObject({ mem_limit: '512m', cpus: 0.5, pids_limit: 20 });
  });

  test('warns of an image that may be another one tomorrow', async () => {
    const { stderr } = await render('docker', policy, '--image', 'agent:1');
    expect(stderr).toContain('warning: agent:1 has no digest');
  });

  test('leads by socat in an image without Node, which then gets no file of ours', async () => {
    const { stdout } = await render('docker', policy, '--image', digest, '--bridge', 'socat');
    execFileSync('bash', ['-n'], { input: stdout });
    expect(stdout).toContain('--entrypoint=sh');
    expect(stdout).not.toContain('bridge.cjs');
  });
});

describe('render refuses', () => {
  const image = ['--image', digest];
  test.each<[string, string[], string]>([
    ['a container without an image', ['docker'], "--image must name the agent's image"],
    ['an image that is an option', ['docker', '--image=--privileged'], "--image must be an image's name"],
    ['an image that a shell would read', ['gvisor', '--image', 'a;id'], "--image must be an image's name"],
    [
      'a proxy image that is none',
      ['compose', ...image, '--proxy-image', 'A B', '--', 'true'],
      "--proxy-image must be an image's name",
    ],
    ['services without a command', ['compose', ...image], "compose needs the agent's command, after --"],
    ['a runtime for gVisor', ['gvisor', ...image, '--runtime', 'runc'], '--runtime is for docker, compose'],
    ['an unknown runtime', ['docker', ...image, '--runtime', 'kata'], "--runtime must be runc or runsc, got 'kata'"],
    ['an unknown bridge', ['docker', ...image, '--bridge', 'nc'], "--bridge must be node or socat, got 'nc'"],
    [
      'an image for the proxy of the machine',
      ['docker', ...image, '--proxy-image', 'envoy'],
      '--proxy-image is for compose only',
    ],
    ['an image for variables', ['env', ...image], '--image is for docker, compose, gvisor'],
    ['a command for Envoy', ['envoy', '--', 'true'], 'COMMAND is for docker, compose, gvisor'],
    [
      'a mode without a workspace',
      ['docker', ...image, '--workspace-mode', 'rw'],
      '--workspace-mode and --expose are for a --workspace',
    ],
    [
      'an overlay',
      ['docker', ...image, '--workspace', workspace, '--workspace-mode', 'overlay'],
      '--workspace-mode must be ro or rw',
    ],
    [
      'a home folder',
      ['docker', ...image, '--workspace', homedir()],
      '--workspace: what an agent is given must not be or hold a home folder',
    ],
    ['the whole machine', ['docker', ...image, '--workspace', '/'], '--workspace: what an agent is given must not'],
    [
      'a folder that isn’t there',
      ['docker', ...image, '--workspace', '/nonexistent'],
      '--workspace: what an agent is given must be there',
    ],
    [
      'something to expose that nothing hides',
      ['docker', ...image, '--workspace', workspace, '--expose', 'code.js'],
      '--expose must name',
    ],
    [
      'another place of the proxy',
      ['docker', ...image, '--proxy-host', 'door.example'],
      'in a container the proxy is at 127.0.0.1',
    ],
    ['another port', ['compose', ...image, '--proxy-port', '3129', '--', 'true'], 'in a container the proxy is at 127.0.0.1'],
    ['memory that is none', ['docker', ...image, '--memory', '2g'], "--memory must be a whole number above 0, got '2g'"],
    ['no memory', ['docker', ...image, '--memory', '0'], "--memory must be a whole number above 0, got '0'"],
    ['half a process', ['docker', ...image, '--processes', '1.5'], "--processes must be a whole number above 0, got '1.5'"],
  ])('%s', async (_what, [target = '', ...options], message) => {
    const { status, stdout, stderr } = await render(target, policy, ...options);
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toContain(message);
  });

  test.each<[string, string, string | undefined]>([
    ['the policy', join(workspace, 'sub', 'airlock.yaml'), undefined],
    ['what starts it', policy, join(workspace, 'box.sh')],
  ])('a workspace that the agent may write to with %s in it', async (_, file, output) => {
    mkdirSync(join(workspace, 'sub'), { recursive: true });
    if (file !== policy) put(join(workspace, 'sub'), 'airlock.yaml', readFileSync(policy, 'utf8'));
    const options = ['--workspace', workspace, '--workspace-mode', 'rw', ...(output ? ['--output', output] : [])];
    const { status, stderr } = await render('docker', file, ...image, ...options);
    expect([status, stderr]).toEqual([
      3,
      expect.stringContaining('in mode rw neither the policy nor --output may be in the workspace'),
    ]);
    expect((await render('docker', file, ...image, '--workspace', workspace)).status).toBe(0);
  });

  test.each(['ro', 'rw'])('compose in a workspace (%s), where the agent would read the secrets beside it', async (mode) => {
    const options = ['--workspace', workspace, '--workspace-mode', mode, '--output', join(workspace, 'sub', 'compose.yaml')];
    mkdirSync(join(workspace, 'sub'), { recursive: true });
    const { status, stderr } = await render('compose', policy, ...image, ...options, '--', 'true');
    expect([status, stderr]).toEqual([3, expect.stringMatching(/--output (must be out of|may be in) the workspace/)]);
  });

  test('but not compose there for a policy without secrets', async () => {
    const tunnel = 'version: 1\ndestinations: [{ name: mirror, hosts: [mirror.example.org], access: tunnel }]\n';
    const options = ['--workspace', workspace, '--output', join(workspace, 'sub', 'compose.yaml')];
    mkdirSync(join(workspace, 'sub'), { recursive: true });
    const { status, stderr } = await render('compose', put(folder, 'tunnel.yaml', tunnel), ...image, ...options, '--', 'true');
    expect(status, stderr).toBe(0);
  });

  test.each(['a\nb', 'a\rb'])('a workspace called %j', async (name) => {
    const { status, stderr } = await render('docker', policy, ...image, '--workspace', newFolder(name));
    expect([status, stderr]).toEqual([3, expect.stringContaining('must have no control character')]);
  });
});
