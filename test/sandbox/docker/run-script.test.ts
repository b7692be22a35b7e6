import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as command from '../../../bin/commands/render';
import { airlockHere } from '../../cli/airlock-here';
import { realKey, Stage } from '../../cli/airlock-stage';
import { imageOfThisMachine } from './image';
import { ours, programs } from './installed';
import { type Ended, type OciRuntime, runc, runsc } from './oci-runtime';
import { whyNoRuntime } from './why-no-runtime';

const stage = new Stage();
const image = imageOfThisMachine();
const workspace = join(stage.folder, 'work space');
const installed = programs(join(stage.folder, 'bin'), ours);
mkdirSync(workspace);
writeFileSync(join(workspace, 'code'), 'code of mine');
afterAll(() => rmSync(image, { recursive: true, force: true }));

/** Renders a script; what it is started with is kept apart from what others are. */
async function rendered(target: string, ...options: readonly string[]): Promise<string> {
  const output = join(mkdtempSync(join(stage.folder, 'box ')), 'agent.sh');
  const { status, stderr } = await airlockHere(command, [
    ...['render', target, stage.policy, '--image', 'agent:1', '--workspace', workspace, '--output', output],
    ...options,
  ]);
  if (status !== 0) throw new Error(stderr);
  return output;
}

function started(
  script: string,
  args: readonly string[],
  path = installed,
): Promise<Ended & { readonly left: readonly string[] }> {
  const runtime = stage.newFolder();
  const env = { ...process.env, PATH: `${path}:${process.env.PATH}`, XDG_RUNTIME_DIR: runtime, DOCKER_IMAGE: image };
  return new Promise((resolve) => {
    const child = execFile('bash', [script, ...args], { env, timeout: 150_000 }, (error, stdout, stderr) => {
      const status = error ? (typeof error.code === 'number' ? error.code : null) : 0;
      resolve({ status, stdout, stderr, left: readdirSync(runtime) });
    });
    child.stdin?.end();
  });
}

const upstream = () => stage.argsWithoutPorts('--secret', `anthropic-api-key=file:${stage.newKey()}`).slice(2);
const ask = `curl -sS -d '{"model":"m"}' -H 'content-type: application/json' "$ANTHROPIC_BASE_URL/v1/messages"`;

const runtimes: readonly [string, OciRuntime][] = [
  ['docker', runc],
  ['gvisor', runsc([])],
];

describe.each(runtimes)('the script of render %s', (target, runtime) => {
  const why =
    whyNoRuntime(runtime) ?? (process.execPath.startsWith('/usr/') ? undefined : 'Node must be in /usr to be in the image');
  describe.skipIf(why !== undefined)(why ?? 'starts an agent that', () => {
    let script: string;
    beforeAll(async () => {
      script = await rendered(target);
    });

    test('reaches what the policy allows, with a key that it never sees', async () => {
      const { status, stdout, stderr, left } = await started(script, [...upstream(), '--', 'sh', '-c', `${ask}; env; cat code`]);
      expect([status, stderr]).toEqual([0, expect.stringContaining('POST')]);
      expect(stdout).toContain('"type":"message"');
      expect(stdout).toContain('code of mine');
      expect(stdout).not.toContain(realKey);
      expect(stage.model.requests.map(({ headers }) => headers['x-api-key'])).toEqual([realKey]);
      expect(left).toEqual([]);
    });

    test('reaches nothing else: not by the proxy, not past it', async () => {
      const through = "curl -sS -o /dev/null -w '%{http_connect} ' https://example.com/ 2>/dev/null";
      const past = "curl -sS --noproxy '*' -m 3 https://1.1.1.1/ 2>&1";
      const { stdout } = await started(script, [...upstream(), '--', 'sh', '-c', `${through}; ${past}; true`]);
      expect(stdout).toMatch(/^403 /);
      expect(stdout).toMatch(/unreachable|Couldn't connect|Failed to connect/i);
    });

    test('isn’t started if the sockets aren’t given to its user', async () => {
      const careless = programs(mkdtempSync(join(stage.folder, 'bin-')), { ...ours, chown: '' });
      const { status, stderr } = await started(script, [...upstream(), '--', 'true'], careless);
      expect([status, stderr]).toEqual([3, expect.stringContaining('bridge: ')]);
    });

    test('ends with its own status', async () => {
      expect((await started(script, [...upstream(), '--', 'sh', '-c', 'exit 7'])).status).toBe(7);
    });
  });
});

describe('the script starts nothing', () => {
  test.each<[string, string[], RegExp]>([
    ['without a command', [], /agent\.sh: a command is needed, after --/],
    ['if the proxy can’t', ['--secret', 'anthropic-api-key=env:NOT_THERE', '--', 'true'], /anthropic-api-key/],
  ])('%s', async (_, args, message) => {
    const { status, stderr, left } = await started(await rendered('docker'), args);
    expect([status, left]).toEqual([3, []]);
    expect(stderr).toMatch(message);
  });

  test('if a secret is in the workspace', async () => {
    const key = join(workspace, 'key.txt');
    writeFileSync(key, realKey);
    const { status, stderr, left } = await started(await rendered('docker'), [
      '--secret',
      `anthropic-api-key=file:${key}`,
      '--',
      'true',
    ]);
    rmSync(key);
    expect([status, left]).toEqual([3, []]);
    expect(stderr).toContain(`may not be where agents read it: keep it in a folder of its own, got '${key}'`);
  });

  test.each<[string, (script: string) => void]>([
    [
      'the script was edited',
      (script) => writeFileSync(script, readFileSync(script, 'utf8').replace('--read-only=true', '--read-only=false')),
    ],
    ['something sensitive is new in the workspace', () => writeFileSync(join(workspace, '.env'), 'TOKEN=1')],
  ])('if %s', async (_, change) => {
    const script = await rendered('docker');
    change(script);
    const { status, stderr } = await started(script, ['--', 'true']);
    rmSync(join(workspace, '.env'), { force: true });
    expect([status, stderr]).toEqual([3, expect.stringContaining('has changed since it was rendered: render it again')]);
  });

  test.each(['agent-airlock', 'docker'])('without %s, and doesn’t take that for a change', async (program) => {
    const other = { [program === 'docker' ? 'agent-airlock' : 'docker']: '' };
    const env = { ...process.env, PATH: programs(mkdtempSync(join(stage.folder, 'bin-')), other) };
    const { status, stderr } = spawnSync('/bin/bash', [await rendered('docker'), '--', 'true'], { env, encoding: 'utf8' });
    expect([status, stderr]).toEqual([3, `agent.sh: this starts '${program}', which must be on PATH\n`]);
  });

  test('without the files beside it', async () => {
    const script = await rendered('docker');
    rmSync(join(script, '..', 'seccomp.json'));
    const { status, stderr } = await started(script, ['--', 'true']);
    expect([status, stderr]).toEqual([3, expect.stringContaining('seccomp.json must be beside this file')]);
  });
});
