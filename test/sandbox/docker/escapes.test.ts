import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Attempt, attempts, programOf } from './attempts';
import { crun, type OciRuntime, runc } from './oci-runtime';
import { Scene } from './scene';
import { whyNoRuntime } from './why-no-runtime';

const scene = new Scene();
const abstract = `airlock-${process.pid}`;
// an abstract socket is one whose name starts with NUL, which Node's own servers don't take in this version
const listening = `
import socket, time
door = socket.socket(socket.AF_UNIX); door.bind('\\0${abstract}'); door.listen()
print('ready', flush=True); time.sleep(600)`;
const stranger = spawn('python3', ['-c', listening]);
const server = createServer((client) => client.end());
let given: Record<string, string | number>;

beforeAll(async () => {
  const mark = scene.put('mark', 'of the machine');
  symlinkSync(mark, join(scene.workspace, 'link'));
  server.listen(0, '127.0.0.1');
  await Promise.all([once(server, 'listening'), once(stranger.stdout, 'data')]);
  const port = (server.address() as { port: number }).port;
  const key = 0x41_00_00 + (process.pid % 0xff_ff);
  execFileSync('python3', ['-c', `import ctypes; assert ctypes.CDLL(None).shmget(${key}, 4096, 0o1666) >= 0`]);
  given = { MARK: mark, PORT: port, ABSTRACT: abstract, PID: stranger.pid ?? 0, SEGMENT: key };
});

afterAll(() => {
  execFileSync('ipcrm', ['--shmem-key', String(given.SEGMENT)]);
  stranger.kill();
  server.close();
  scene.close();
});

async function tried(runtime: OciRuntime, attempt: Attempt, without: readonly string[] = []): Promise<string> {
  const left = without.map((word) => word.replace('BESIDE', scene.folder));
  const { status, stdout, stderr } = await scene.run(runtime, programOf(attempt, given), { without: left });
  if (status !== 0) throw new Error(`${status}: ${stdout}${stderr}`);
  return stdout;
}

describe.each([runc, crun])('in a container of $name', (runtime) => {
  const why = whyNoRuntime(runtime);
  describe.skipIf(why !== undefined)(why ?? 'an agent doesn’t get', () => {
    test.each(attempts)('$what', async (attempt) => {
      const said = await tried(runtime, attempt);
      expect(said).not.toContain('escaped');
      expect(said).toMatch(attempt.refusal);
    });
  });
});

const why = whyNoRuntime(runc);
describe.skipIf(why !== undefined)(why ?? 'what closes it is what it would get without:', () => {
  test.each(attempts.filter(({ control }) => control.length > 0))('$what, without $control', async (attempt) => {
    expect(await tried(runc, attempt, attempt.control)).toContain('escaped');
  });
});
