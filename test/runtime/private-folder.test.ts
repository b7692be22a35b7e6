import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makePrivateFolder, socketName, sweepPrivateFolders } from '../../lib/runtime/private-folder';
import { put, scratchFolder } from './scratch';

const parent = scratchFolder();
const environment = { XDG_RUNTIME_DIR: parent };
// a process that has ended; its number is not given anew so soon
const dead = spawnSync('true').pid;

function folder(name: string): string {
  const path = join(parent, name);
  mkdirSync(path, { mode: 0o700 });
  writeFileSync(join(path, 'secret'), 'sk-1');
  return path;
}

test('a private folder is for its user only, and lies in XDG_RUNTIME_DIR', () => {
  const path = makePrivateFolder(environment);
  expect(dirname(path)).toBe(parent);
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

test.each([
  ['a file', () => put(parent, 'file', '')],
  ['missing', () => join(parent, 'missing')],
  ['a link', link],
])('an XDG_RUNTIME_DIR that is %s is not used', (_what, runtime) => {
  const path = makePrivateFolder({ XDG_RUNTIME_DIR: runtime() });
  rmSync(path, { recursive: true });
  expect(dirname(path)).toBe(tmpdir());
});

describe('the sweep', () => {
  test('removes what a dead process left', async () => {
    const left = folder(`agent-airlock-${dead}-a`);
    await sweepPrivateFolders(environment);
    expect(existsSync(left)).toBe(false);
  });

  test.each([
    ['a live process has', () => folder(`agent-airlock-${process.pid}-b`)],
    ['init has', () => folder('agent-airlock-1-c')],
    ['another program has', () => folder(`another-${dead}-d`)],
    ['has no number', () => folder('agent-airlock-x-e')],
    ['is a file', () => put(parent, `agent-airlock-${dead}-f`, '')],
  ])('leaves a folder that %s', async (_what, make) => {
    const kept = make();
    await sweepPrivateFolders(environment);
    expect(existsSync(kept)).toBe(true);
  });

  test('does not follow a link out of the folder', async () => {
    const outside = folder('outside');
    symlinkSync(outside, join(parent, `agent-airlock-${dead}-g`));
    await sweepPrivateFolders(environment);
    expect(existsSync(join(outside, 'secret'))).toBe(true);
  });

  test('leaves a folder whose socket answers: a process of another container only looks dead', async () => {
    const kept = folder(`agent-airlock-${dead}-h`);
    const server = createServer().listen(join(kept, socketName));
    await once(server, 'listening');
    await sweepPrivateFolders(environment);
    expect(existsSync(kept)).toBe(true);
    await new Promise((resolve) => server.close(resolve));
  });
});

function link(): string {
  symlinkSync(parent, join(parent, 'link'));
  return join(parent, 'link');
}
