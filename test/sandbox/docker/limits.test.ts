import { afterAll, describe, expect, test } from 'vitest';
import { crun, runc } from './oci-runtime';
import { Scene } from './scene';
import { whyNoRuntime } from './why-no-runtime';

const scene = new Scene();
afterAll(() => scene.close());

const python = (program: string) => ['python3', '-c', program];

/** Forks until that fails, or for so many processes, and says how many there were. */
const bomb = python(`
import os, time
count = 0
try:
    while count < 300:
        if os.fork() == 0: time.sleep(30); os._exit(0)
        count += 1
except OSError: pass
print(count)
os.kill(-1, 9)`);

const hog = python(`
held = []
for _ in range(20): held.append(bytearray(16 << 20))
print('held')`);

const fill = (path: string) =>
  python(`
import sys
with open('${path}/big', 'wb', buffering=0) as file:
    try:
        for _ in range(40): file.write(b'x' * (1 << 20))
        print('written')
    except OSError as error: print(error)`);

/** Leaves many behind for process 1, and says how many zombies stay for seconds after they have ended. */
const orphans = python(`
import glob, os, subprocess, time
for _ in range(20): subprocess.run(['sh', '-c', 'sleep 0.1 & exit'])
def processes():
    for path in glob.glob('/proc/[0-9]*/stat'):
        try: yield open(path).read()
        except OSError: pass
while any('(sleep) ' in each and ') Z ' not in each for each in processes()): time.sleep(0.1)
for _ in range(50):
    zombies = sum(') Z ' in each for each in processes())
    if zombies == 0: break
    time.sleep(0.1)
print(zombies)`);

describe.each([runc, crun])('in a container of $name', (runtime) => {
  const why = whyNoRuntime(runtime);
  describe.skipIf(why !== undefined)(why ?? 'there is an end to', () => {
    test('processes: a fork bomb ends at the limit', async () => {
      const { stdout } = await scene.run(runtime, bomb);
      expect(Number(stdout)).toBeGreaterThan(80);
      expect(Number(stdout)).toBeLessThan(100);
    });

    test('memory: what takes more is killed', async () => {
      const { status, stdout } = await scene.run(runtime, hog, { props: { limits: { memoryMiB: 128 } } });
      expect([status, stdout]).toEqual([137, '']);
    });

    test.each(['/tmp', '/home/agent'])('files in memory at %s', async (path) => {
      const { stdout, stderr } = await scene.run(runtime, fill(path), { props: { limits: { tmpMiB: 10, homeMiB: 20 } } });
      expect([stdout, stderr]).toEqual([expect.stringContaining('No space left on device'), '']);
    });

    test('what nobody waits for: no zombie stays', async () => {
      expect((await scene.run(runtime, orphans)).stdout).toBe('0\n');
    });
  });
});

const why = whyNoRuntime(runc);
describe.skipIf(why !== undefined)(why ?? 'without the limit there is none to', () => {
  test('processes', async () => {
    expect((await scene.run(runc, bomb, { without: ['--pids-limit'] })).stdout).toBe('300\n');
  });

  test('memory', async () => {
    const { stdout } = await scene.run(runc, hog, { props: { limits: { memoryMiB: 128 } }, without: ['--memory'] });
    expect(stdout).toBe('held\n');
  });

  test('files', async () => {
    const given = { props: { limits: { tmpMiB: 10 } }, without: ['--tmpfs=/tmp', '--read-only', '--user'] };
    expect((await scene.run(runc, fill('/tmp'), given)).stdout).toBe('written\n');
  });

  test('zombies', async () => {
    expect(Number((await scene.run(runc, orphans, { without: ['--init'] })).stdout)).toBeGreaterThan(10);
  });
});
