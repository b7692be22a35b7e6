import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { lockedWorkspace } from '../../lib/workspace/workspace-lock';
import { scratchFolder } from '../runtime/scratch';

const scratch = scratchFolder();
const isRoot = process.getuid?.() === 0;
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Starts a program that says a line when it is there. */
async function started(program: string, ...words: readonly string[]) {
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout, 'data');
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
    await started('flock', '--no-fork', kind, where === 'itself' ? inner : outer, 'sh', '-c', waiting);
    await expect(lockedWorkspace([{ path: inner, mode }])).rejects.toThrow(`wait for another run, got ${mode} in '${inner}'`);
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
});
