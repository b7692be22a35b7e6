import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { lockHolders } from '../../lib/workspace/lock-holders';
import { lockedWorkspace } from '../../lib/workspace/workspace-lock';
import { scratchFolder } from '../runtime/scratch';

const scratch = scratchFolder();
const isRoot = process.getuid?.() === 0;
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  vi.unstubAllEnvs();
});

/** Starts a program that says a line when it is there. */
async function started(program: string, ...words: readonly string[]) {
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout, 'data');
  return child.pid;
}

function folders() {
  const outer = mkdtempSync(join(scratch, 'outer-'));
  const inner = join(outer, 'inner');
  mkdirSync(inner);
  return { outer, inner };
}

const waiting = 'echo up; read -r _';

describe.skipIf(process.platform !== 'linux')("a workspace's lock", () => {
  test.each([
    ['read', 'ro', 'itself', '--exclusive'],
    ['read', 'overlay', 'what it lies in', '--exclusive'],
    ['changed', 'rw', 'itself', '--shared'],
    ['changed', 'rw', 'what it lies in', '--exclusive'],
  ] as const)('isn’t to be had for what is %s (%s) while %s is locked (%s), by whoever that is', async (_, mode, where, kind) => {
    const { outer, inner } = folders();
    const locked = where === 'itself' ? inner : outer;
    const pid = await started('flock', '--no-fork', kind, locked, 'sh', '-c', waiting);
    await expect(lockedWorkspace([{ path: inner, mode }])).rejects.toThrow(
      `wait for process ${pid} of user ${process.getuid?.()}, which has locked '${locked}', got ${mode} in '${inner}'`,
    );
  });

  test('is alone for a folder that is also read', async () => {
    const { outer: path } = folders();
    await started('flock', '--no-fork', '--shared', path, 'sh', '-c', waiting);
    const both = [{ path, mode: 'rw' } as const, { path, mode: 'ro' } as const];
    await expect(lockedWorkspace(both)).rejects.toThrow('which has locked');
  });

  test('is had in a home folder that somebody has locked, in which no run can be', async () => {
    const { outer, inner } = folders();
    vi.stubEnv('HOME', outer);
    await started('flock', '--no-fork', '--exclusive', outer, 'sh', '-c', waiting);
    await (await lockedWorkspace([{ path: inner, mode: 'rw' }])).release();
  });

  test('is kept out of the process group, to which a terminal’s interrupt goes', async () => {
    const { outer } = folders();
    const held = await lockedWorkspace([{ path: outer, mode: 'rw' }]);
    const [keeper] = lockHolders({ path: outer, isShared: true });
    const [, group] = / \S \d+ (\d+) /.exec(readFileSync(`/proc/${keeper?.pid}/stat`, 'utf8')) ?? [];
    expect(group).toBe(`${keeper?.pid}`);
    await held.release();
  });

  test('is had for a folder that is changed, in one that is read', async () => {
    const { outer, inner } = folders();
    const held = await lockedWorkspace([
      { path: inner, mode: 'rw' },
      { path: outer, mode: 'ro' },
    ]);
    await held.release();
  });

  test('is given back with all that it lies in', async () => {
    const { outer, inner } = folders();
    for (const path of [inner, outer]) await (await lockedWorkspace([{ path, mode: 'rw' }])).release();
  });

  const why = isRoot ? undefined : 'only root makes a process namespace alone';
  test.skipIf(why)(
    `isn’t kept from anybody by what a sandbox lists, but by what a run does${why ? `: skipped, ${why}` : ''}`,
    async () => {
      const { outer } = folders();
      const listed = ['sh', '-c', waiting, 'agent-airlock-run', '1', 'rw', '/'];
      await started('unshare', '--pid', '--fork', '--kill-child', ...listed);
      await (await lockedWorkspace([{ path: outer, mode: 'ro' }])).release();
      await started('sh', ...listed.slice(1));
      await expect(lockedWorkspace([{ path: outer, mode: 'ro' }])).rejects.toThrow("wait for the run of process 1, rw in '/'");
    },
  );

  test.skipIf(why).each([
    ['the machine, which everybody may lock', '/', '/', false],
    ['what it has not locked', 'inner', '/tmp', false],
    ['what it has locked', 'inner', 'inner', true],
  ])(
    `is kept from others by a stranger who lists %s: %s by a lock on %s (%s)${why ? `: skipped, ${why}` : ''}`,
    async (_, lists, locks, isKept) => {
      const { outer, inner } = folders();
      for (const path of [scratch, outer, inner]) chmodSync(path, 0o755);
      const [listed = '', locked = ''] = [lists, locks].map((path) => (path === 'inner' ? inner : path));
      const shell = ['sh', '-c', waiting, 'agent-airlock-run', '1', 'rw', listed];
      await started('setpriv', ...stranger, 'flock', '--no-fork', '--shared', locked, ...shell);
      const lock = lockedWorkspace([{ path: outer, mode: 'ro' }]);
      if (isKept) await expect(lock).rejects.toThrow(`wait for the run of process 1, rw in '${listed}'`);
      else await (await lock).release();
    },
  );
});

const stranger = ['--reuid', '65533', '--regid', '65533', '--clear-groups'];
