import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hostScript } from '../../../lib/sandbox/firecracker/host-script';
import { realKey, Stage } from '../../cli/airlock-stage';
import { put } from '../../runtime/scratch';
import { runMachine, whyNoHost } from './machine-stage';

const stage = new Stage();
const whyNot = whyNoHost();
const jailer = join(__dirname, 'jailer-stand-in.sh');
const parts = (...more: readonly string[]) => {
  const folder = stage.newFolder();
  const files = { kernel: put(folder, 'kernel', 'kernel'), rootfs: put(folder, 'root', 'root', 0o644) };
  return ['--kernel', files.kernel, '--rootfs', files.rootfs, ...more, '--', 'true'];
};

describe.skipIf(whyNot)(`the host of a microVM${whyNot ? ` (skipped: ${whyNot})` : ''}`, () => {
  test('gives it two sockets of the proxy and nothing else, and leaves nothing behind', async () => {
    const { status, stdout, stderr, folder, left } = await runMachine(stage, { rendering: parts(), jailer });
    const record = (name: string) =>
      readFileSync(join(folder, 'record', name), 'utf8')
        .trim()
        .split('\n');
    expect({ status, stderr }).toMatchObject({ status: 7 });
    expect(stdout).toBe('said in the guest\nairlock: status 7\n');
    expect(record('jail')).toEqual([
      'firecracker.log f 644 jailed',
      'initrd.cpio f 400 jailed',
      'root.ext4 f 644 0',
      'v.sock_3128 s 600 jailed',
      'v.sock_8080 s 600 jailed',
      'vm.json f 644 0',
      'vmlinux f 400 jailed',
    ]);
    expect(record('interfaces')).toEqual(['lo:']);
    expect(record('answers')).toEqual(['200', '403']);
    expect(stage.model.requests.map(({ headers }) => headers['x-api-key'])).toEqual([realKey]);
    expect(left.filter((name) => name.includes('airlock-'))).toEqual([]);
    const id = record('arguments')[1] ?? '';
    expect(id).toMatch(/^airlock-\d+$/);
    expect(execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' }).split(/\s+/)).not.toContain(id);
  });

  test('puts the jailer’s limits on it, and a user that nobody is', async () => {
    const { folder } = await runMachine(stage, { rendering: parts(), jailer });
    const [before = '', after = ''] = readFileSync(join(folder, 'record', 'arguments'), 'utf8').split('\n--\n');
    const given = Object.fromEntries(
      [...before.matchAll(/^--(\S+)\n(?!--)(.*)$/gm)].map(([, name = '', value]) => [name, value]),
    );
    expect(Number(given.uid)).toBeGreaterThanOrEqual(2_000_000_000);
    expect(given.gid).toBe(given.uid);
    expect(given.netns).toMatch(/^\/run\/netns\/airlock-\d+$/);
    expect(given['resource-limit']).toBe(`fsize=${16 * 1024 * 1024}`);
    expect(before.split('\n')).toEqual(expect.arrayContaining(['--new-pid-ns', 'pids.max=32']));
    expect(before).toMatch(/^memory\.(max|limit_in_bytes)=2281701376$/m);
    expect(before).toMatch(/^cpu\.(max=200000 100000|cfs_quota_us=200000)$/m);
    expect(after.trim().split('\n')).toEqual(['--no-api', '--config-file', 'vm.json']);
  });

  test.each([
    ['rw', 'workspace\nchanged\n', 'workspace.ext4 f 600 jailed'],
    ['ro', 'workspace\n', 'workspace.ext4 f 400 jailed'],
  ])('lends a workspace %s', async (mode, content, listed) => {
    const image = put(stage.newFolder(), 'work', 'workspace\n');
    const rendering = parts('--workspace-image', image, '--workspace-mode', mode);
    const { folder } = await runMachine(stage, { rendering, jailer });
    expect(readFileSync(join(folder, 'record', 'jail'), 'utf8')).toContain(`${listed}\n`);
    expect(readFileSync(image, 'utf8')).toBe(content);
  });

  test('keeps 64 MiB of what a machine says, and reads the rest, so that nobody has to log it', async () => {
    const flood = 80 * 1024 * 1024;
    const { status, stdout, folder } = await runMachine(stage, {
      rendering: parts(),
      jailer,
      environment: { FLOOD: `${flood}` },
    });
    expect([status, stdout.length]).toEqual([125, 64 * 1024 * 1024]);
    expect(readFileSync(join(folder, 'record', 'flood'), 'utf8')).toBe('whole\n');
  });

  test.each([
    ['says no status', 'nothing of use'],
    ['says a status in the middle of a line', 'x airlock: status 0'],
    ['says no number', 'airlock: status done'],
  ])('is told apart from a success if it %s', async (_what, said) => {
    const { status, stderr } = await runMachine(stage, { rendering: parts(), jailer, environment: { SAID: said } });
    expect(status).toBe(125);
    expect(stderr).toContain('host.sh: the machine ended without a status');
  });

  test('starts no machine if the proxy does not start', async () => {
    const { status, stderr, stdout, left } = await runMachine(stage, { rendering: parts(), jailer, options: [] });
    expect([status, stdout]).toEqual([125, '']);
    expect(stderr).toContain("secret 'anthropic-api-key'");
    expect(stderr).toContain('host.sh: the proxy did not start');
    expect(left.filter((name) => name.includes('airlock-'))).toEqual([]);
  });
});

describe('the host of a microVM refuses', () => {
  const script = hostScript({ agent: 'default', kernel: '/k', rootfs: '/r' });
  const run = (args: readonly string[], text: string) =>
    spawnSync('sh', ['-c', text, 'host.sh', ...args], { env: { PATH: process.env.PATH }, encoding: 'utf8' });
  const asRoot = script.replaceAll('"$(id -u)" = 0', '1 = 1');

  test.each<[string, string[], string, string]>([
    ['no policy', [], script, 'POLICY is missing'],
    ['a user who is not root', ['p'], script.replaceAll('$(id -u)', '1000'), 'the jailer needs root, got user 1000'],
    [
      'a machine without KVM',
      ['p'],
      asRoot.replaceAll('/dev/kvm', '/dev/nothing'),
      '/dev/nothing is missing: no KVM on this machine',
    ],
    [
      'a machine without Firecracker',
      ['p'],
      asRoot.replaceAll('/dev/kvm', '/dev/null'),
      'firecracker is missing: say where it is in FIRECRACKER_PATH',
    ],
  ])('%s', (_what, args, text, message) => {
    expect(run(args, text)).toMatchObject({ status: 125, stdout: '', stderr: `host.sh: ${message}\n` });
  });

  test('to be taken for something else by a shell, whatever the names in it', () => {
    const odd = { agent: "a'b", kernel: '/k $(x)', rootfs: '/r; y', workspace: { image: '/w `z`', mode: 'rw' as const } };
    expect(spawnSync('sh', ['-n'], { input: hostScript(odd), encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    expect(hostScript(odd)).toContain("lend '/k $(x)' vmlinux\nlend '/r; y' root.ext4\n");
  });
});
