import { spawn } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { daemonSettings } from '../../../lib/sandbox/docker/daemon-settings';
import { runsc } from './oci-runtime';
import { readings } from './readings';
import { Scene } from './scene';
import { look, type Seen } from './seen-inside';
import { whyNoRuntime } from './why-no-runtime';

const flags = daemonSettings.runtimes.runsc.runtimeArgs;
const gvisor = runsc(flags);
const scene = new Scene();
const server = createServer((client) => client.end());
afterAll(() => {
  server.close();
  scene.close();
});

/** What a process sees of these options under gVisor as elsewhere. */
const same = ['--user', '--network', '--hostname', '--init', '--workdir'];

const connect = [
  'python3',
  '-c',
  "import socket; socket.socket(socket.AF_UNIX).connect('/run/airlock/sockets/gateway.sock'); print('connected')",
];

const why = whyNoRuntime(gvisor);
describe.skipIf(why !== undefined)(why ?? 'in a container of gVisor', () => {
  let seen: Seen;
  beforeAll(async () => {
    const { stdout, stderr } = await scene.run(gvisor, look);
    if (stdout === '') throw new Error(stderr);
    seen = JSON.parse(stdout);
    await new Promise<void>((resolve) => server.listen(join(scene.sockets, 'gateway.sock'), resolve));
    chmodSync(join(scene.sockets, 'gateway.sock'), 0o666);
  });

  test.each(readings.filter(({ word }) => same.some((start) => word.startsWith(start))))(
    '$word is seen',
    ({ read, expected }) => {
      expect(read(seen)).toEqual(expected);
    },
  );

  test('no capability is left', () => {
    const sets = ['CapBnd', 'CapEff', 'CapPrm', 'CapInh'].map((name) => Number.parseInt(seen.status[name] ?? '', 16));
    expect(sets).toEqual([0, 0, 0, 0]);
  });

  test('the kernel is another one', async () => {
    expect(seen.kernel).toMatch(/^Linux version 4\.4\.0/);
    expect(seen.kernel).not.toContain(await kernelHere());
  });

  test.each([
    ['/', ['ro']],
    ['/tmp', ['noexec', 'size=100m']],
    ['/home/agent', ['noexec', 'size=500m']],
    ['/workspace', ['ro']],
    ['/run/airlock/sockets', ['ro']],
  ])('%s is mounted %j', (place, options) => {
    expect(seen.mounts[place]?.options).toEqual(expect.arrayContaining(options));
  });

  test.each([
    ['a program of its own', 'cp /bin/true /tmp/x && /tmp/x'],
    ['a file in the image', 'echo > /opt/open/x'],
    ['root by a set-uid program', '[ "$(/opt/id -u)" = 0 ]'],
    ['what is hidden in the workspace', '[ -s /workspace/.env ]'],
    ['the bridge', 'echo > /run/airlock/bridge.cjs'],
    ['a public address', "curl --noproxy '*' -m 3 -s http://1.1.1.1/"],
  ])('%s is not to be had', async (_, command) => {
    const { stdout } = await scene.run(gvisor, ['sh', '-c', `if ${command}; then echo escaped; else echo refused; fi`]);
    expect(stdout).toBe('refused\n');
  });

  test('the proxy’s sockets can be connected to', async () => {
    expect((await scene.run(gvisor, connect)).stdout).toBe('connected\n');
  });

  test('but not without the flag that daemon.json has', async () => {
    const { stdout, stderr } = await scene.run(runsc(flags.filter((flag) => flag !== '--host-uds=open')), connect);
    expect([stdout, stderr]).toEqual(['', expect.stringMatching(/refused|denied|not permitted/i)]);
  });

  test('what takes more memory than it may is killed', async () => {
    const hog = ['python3', '-c', 'held = [bytearray(16 << 20) for _ in range(20)]; print("held")'];
    expect(await scene.run(gvisor, hog, { props: { limits: { memoryMiB: 128 } } })).toMatchObject({ status: 137, stdout: '' });
  });
});

const kernelHere = (): Promise<string> =>
  new Promise((resolve) => spawn('uname', ['-r']).stdout.once('data', (text) => resolve(String(text).trim())));
