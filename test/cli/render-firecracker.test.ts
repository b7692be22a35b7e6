import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as command from '../../bin/commands/render';
import { put, scratchFolder } from '../runtime/scratch';
import { openings } from '../sandbox/firecracker/openings';
import { schemaProblems } from '../sandbox/firecracker/published-api';
import { airlockHere } from './airlock-here';

const folder = scratchFolder();
const destination = (access: string) => `
  - name: model
    host: api.anthropic.com
    access: ${access}
    allow: [{ methods: [POST], path: /v1/messages }]
    credential: { type: header, header: x-api-key, secret: anthropic-api-key }`;
const gateway = put(folder, 'gateway.yaml', `version: 1\ndestinations:${destination('gateway')}\n`);
const intercept = put(folder, 'intercept.yaml', `version: 1\ndestinations:${destination('intercept')}\n`);
const parts = ['--kernel', 'boot/vmlinux', '--rootfs', '/images/root.ext4'];
let count = 0;

/** Renders into a folder of its own. */
async function rendered(policy: string, ...args: readonly string[]) {
  count += 1;
  const place = join(folder, `machine-${count}`);
  mkdirSync(place);
  const ended = await airlockHere(command, ['render', 'firecracker', policy, '--output', join(place, 'vm.json'), ...args]);
  return { ...ended, files: readdirSync(place).sort(), read: (name: string) => readFileSync(join(place, name), 'utf8') };
}

describe('render firecracker', () => {
  test('writes a sealed machine that the published API takes, and the scripts for it', async () => {
    const { status, stdout, stderr, files, read } = await rendered(gateway, ...parts, '--', 'claude', '-p', 'a b');
    const configuration = JSON.parse(read('vm.json'));
    expect([status, stdout, files]).toEqual([0, '', ['host.sh', 'init.sh', 'initrd.sh', 'vm.json']]);
    expect([schemaProblems(configuration), openings(configuration)]).toEqual([[], []]);
    expect(stderr).toContain("'sh host.sh POLICY'");
    expect(read('init.sh')).toContain(" -- claude -p 'a b' < /dev/null");
    expect(read('host.sh')).toContain(`lend ${resolve('boot/vmlinux')} vmlinux\nlend /images/root.ext4 root.ext4\n`);
  });

  test('gives the agent the variables of the bridge, and no secret', async () => {
    const { read } = await rendered(gateway, ...parts, '--', 'true');
    expect(read('init.sh')).toContain(' ANTHROPIC_BASE_URL=http://127.0.0.1:8080/model ');
    expect(read('init.sh')).toContain(' HTTPS_PROXY=http://127.0.0.1:3128 ');
    expect(read('init.sh')).not.toContain('CA_BUNDLE');
  });

  test('wants the certificates that the agent trusts where something is intercepted', async () => {
    const { stderr, read } = await rendered(intercept, ...parts, '--', 'true');
    expect(stderr).toContain('certificates that the agent trusts are read from ca.pem beside initrd.sh');
    expect(read('init.sh')).toContain(' CURL_CA_BUNDLE=/run/airlock/ca.pem ');
    expect(read('initrd.sh')).toContain('ca.pem is missing');
  });

  test.each([
    [[], true],
    [['--workspace-mode', 'ro'], true],
    [['--workspace-mode', 'rw'], false],
  ])('has a drive for the workspace, with %j', async (mode, isReadOnly) => {
    const { read } = await rendered(gateway, ...parts, '--workspace-image', 'work.ext4', ...mode, '--', 'true');
    expect(JSON.parse(read('vm.json')).drives[1]).toMatchObject({ drive_id: 'workspace', is_read_only: isReadOnly });
    expect(read('host.sh').includes(`"$root/workspace.ext4" ${resolve('work.ext4')}`)).toBe(!isReadOnly);
  });

  test.each<[string, string[], string]>([
    ['no kernel', ['--rootfs', 'r', '--', 'true'], "--kernel must name the guest's kernel, uncompressed: vmlinux"],
    ['no root file system', ['--kernel', 'k', '--', 'true'], "--rootfs must name an image of the agent's root file system, ext4"],
    ['nothing to start', parts, 'firecracker needs what the agent starts: -- COMMAND...'],
    [
      'a mode without an image',
      [...parts, '--workspace-mode', 'rw', '--', 'true'],
      "--workspace-mode is for a --workspace-image: name one, got 'rw'",
    ],
    [
      'a mode that there is not',
      [...parts, '--workspace-image', 'w', '--workspace-mode', 'overlay', '--', 'true'],
      "--workspace-mode must be ro or rw, got 'overlay'",
    ],
    [
      'a proxy elsewhere',
      [...parts, '--proxy-host', 'door', '--', 'true'],
      "remove --proxy-host and the ports, got 'door', 8080, 3128",
    ],
    [
      'another port',
      [...parts, '--proxy-port', '3129', '--', 'true'],
      "remove --proxy-host and the ports, got '127.0.0.1', 8080, 3129",
    ],
    ['certificates at the agent', [...parts, '--ca-file', 'ca.pem', '--', 'true'], "only: remove it, got 'ca.pem'"],
  ])('writes nothing, given %s', async (_what, args, message) => {
    const { status, stdout, stderr, files } = await rendered(gateway, ...args);
    expect([status, stdout, files]).toEqual([3, '', []]);
    expect(stderr).toContain(message);
  });

  test.each([
    ['--kernel', 'vmlinux'],
    ['--rootfs', 'root.ext4'],
    ['--workspace-image', 'work.ext4'],
  ])('is the only target that takes %s', async (option, value) => {
    const { status, stderr } = await airlockHere(command, ['render', 'env', gateway, option, value]);
    expect(status).toBe(3);
    expect(stderr).toContain(`${option} is for firecracker only: remove it, got '${value}'`);
  });

  test('takes the limits of containers', async () => {
    const limits = ['--memory', '512', '--cpus', '4', '--processes', '19', '--tmp-size', '7', '--home-size', '8'];
    const { read } = await rendered(gateway, ...parts, ...limits, '--', 'true');
    expect(JSON.parse(read('vm.json'))['machine-config']).toMatchObject({ vcpu_count: 4, mem_size_mib: 512 });
    expect(read('init.sh')).toMatch(/size=7m[\s\S]*size=8m[\s\S]*--nproc=19:19/);
    expect(read('host.sh')).toContain(`memory.max=${(512 + 128) * 1024 * 1024} `);
  });

  test.each([
    ['--workspace', '.'],
    ['--image', 'agent'],
    ['--bridge', 'socat'],
  ])('takes no %s, as containers do', async (option, value) => {
    const { status, stderr, files } = await rendered(gateway, ...parts, option, value, '--', 'true');
    expect([status, files]).toEqual([3, []]);
    expect(stderr).toMatch(new RegExp(`^${option} is for docker, .* only: remove it, got '${value}'`));
  });
});
