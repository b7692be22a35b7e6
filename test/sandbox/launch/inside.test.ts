import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from '../../runtime/scratch';
import { SandboxScene, secret, ways } from './sandbox-scene';
import { whyNoSandbox } from './why-no-sandbox';

const why = whyNoSandbox();
const none = '0000000000000000';

describe.skipIf(why).each(ways)(`a command that is started by %s${why ? `: skipped, ${why}` : ''}`, (way) => {
  const folder = scratchFolder();
  const servers = [createServer(), createServer()] as const;
  const abstract = `agent-airlock-test-${process.pid}-${way}`;
  // biome-ignore lint/suspicious/noExplicitAny: as the program printed it
  let seen: Record<string, any>;

  beforeAll(async () => {
    servers[0].listen(0, '127.0.0.1');
    servers[1].listen(`\0${abstract}`);
    await Promise.all(servers.map((server) => once(server, 'listening')));
    const scene = await SandboxScene.open(way, folder);
    const order = {
      ...{ port: (servers[0].address() as AddressInfo).port, abstract, secret, workspace: scene.workspace },
      writes: ['/x', '/usr/x', '/etc/x', '/run/x', '/run/airlock/x', '/dev/x', '/opt/x', '/proc/sysrq-trigger', '/dev/null'],
      executes: ['/tmp', '/home/agent', '/dev/shm', scene.workspace],
      absent: ['/root', '/var', '/sys', '/run/user', '/srv', '/mnt', '/etc/ssl/private', homedir(), join(folder, 'state')],
      unreadable: ['/etc/shadow', '/etc/gitconfig', '/etc/environment', join(folder, 'key'), join(scene.workspace, '.env')],
    };
    const { stdout, stderr } = await scene.run(['node', 'look.cjs', JSON.stringify(order)]);
    if (!stdout.startsWith('{')) throw new Error(`it did not look around: ${stdout}${stderr}`);
    seen = JSON.parse(stdout);
  });

  afterAll(() => {
    for (const server of servers) server.close();
  });

  test('has no network but loopback', () => {
    expect(seen).toMatchObject({ interfaces: ['lo'], addresses: ['127.0.0.1', '::1'], routes: 0, outside: 'ENETUNREACH' });
  });

  test('reaches the proxy, which denies what the policy does not allow', () => {
    expect(seen.gateway).toBe('403');
  });

  test("reaches neither this machine's loopback nor its abstract sockets", () => {
    expect([seen.loopback, seen.abstract]).toEqual(['ECONNREFUSED', 'ECONNREFUSED']);
  });

  test('has no names resolved', () => {
    expect(seen.name).toMatch(/^(EAI_AGAIN|ENOTFOUND)$/);
  });

  test('has the variables that lead to the proxy, a terminal and a home, and no other', () => {
    const names = Object.keys(seen.environment ?? {}).filter((name) => !/^((https?|no)_proxy|(OLD)?PWD)$/i.test(name));
    const anthropic = ['ANTHROPIC_API_KEY', 'ANTHROPIC_BASE_URL'];
    expect(names.sort()).toEqual([...anthropic, 'HOME', 'NODE_USE_ENV_PROXY', 'PATH', 'TERM', 'TMPDIR']);
  });

  test('sees no process but its own', () => {
    expect(seen.processes).toHaveLength(3);
    expect(seen.processes?.[0]).toMatch(/bwrap$/);
  });

  test('has no capability, gains none, and has its system calls filtered', () => {
    const capabilities = { CapInh: none, CapPrm: none, CapEff: none, CapBnd: none, CapAmb: none };
    expect(seen.status).toEqual({ ...capabilities, NoNewPrivs: '1', Seccomp: '2' });
  });

  test('is not root, and in no group but its own', () => {
    const id = way === 'root without user namespaces' ? 65534 : 1000;
    expect(seen.ids).toEqual([id, id, [id]]);
  });

  test.each(['/x', '/usr/x', '/etc/x', '/run/x', '/run/airlock/x', '/dev/x', '/opt/x'])('writes no %s', (path) => {
    expect(seen.written?.[path]).toMatch(/^(EROFS|EACCES)$/);
  });

  test('changes nothing of the kernel, whoever it is outside', () => {
    expect(seen.kept).toMatch(/^(EROFS|EACCES)$/);
    expect(seen.written?.['/proc/sysrq-trigger']).toMatch(/^(EROFS|EACCES|ENOENT)$/);
  });

  test('writes to devices', () => {
    expect(seen.written?.['/dev/null']).toBe('done');
  });

  // whoever isn't root doesn't own them: that is the machine's to keep so
  if (way === 'root') {
    test("changes no mode of this machine's devices", () => {
      expect(seen.devices).toEqual(Array(6).fill('EROFS'));
    });
  }

  test('executes nothing in /tmp, its home and /dev/shm, but in the workspace', () => {
    expect(Object.values(seen.executed ?? {})).toEqual(['EACCES', 'EACCES', 'EACCES', 0]);
  });

  test("has the guide's sizes of /tmp and home", () => {
    expect(seen.sizes).toEqual([100, 500, 64]);
  });

  test("sees nobody's home, nor what is in /var, /run and /sys", () => {
    expect(Object.values(seen.absent ?? {}).filter((code) => code !== 'ENOENT')).toEqual([]);
    expect(seen.root).not.toContain('var');
  });

  test('reads no secret of this machine, of the project or of the proxy', () => {
    expect(Object.values(seen.unreadable ?? {}).filter((code) => !/^(ENOENT|EACCES)$/.test(`${code}`))).toEqual([]);
    expect(seen.secrets).toEqual([]);
  });

  test.each(['mounting', 'remounting', 'unmounting', 'unsharing', 'unsharingNet', 'entering', 'raw'])('fails at %s', (what) => {
    expect(seen[what]).not.toBe(0);
    expect(seen[what]).not.toBe('ENOENT');
  });

  test('leaves nothing of ours behind', () => {
    expect(readdirSync(join(folder, 'runtime'))).toEqual([]);
  });
});
