import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { scratchFolder } from '../../runtime/scratch';
import { SandboxScene } from './sandbox-scene';
import { whyNoSandbox } from './why-no-sandbox';

const scratch = scratchFolder();
chmodSync(scratch, 0o711);
const why = process.getuid?.() === 0 ? whyNoSandbox() : 'only root starts others';
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process that is listed as a run of a user's which changes a folder, and has locked another one. */
async function listed(uid: number, folder: string, locked: string) {
  const lock = ['flock', '--no-fork', '--shared', locked];
  const words = [...lock, 'sh', '-c', 'echo up; read -r _', 'agent-airlock-run', '1', 'rw', folder];
  const child = spawn('setpriv', ['--reuid', `${uid}`, '--clear-groups', ...words], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout, 'data');
}

describe.skipIf(why)(`what says that it is a run in a plain user's folder${why ? `: skipped, ${why}` : ''}`, () => {
  test.each([
    ['a stranger’s, is not believed', 65533, '/', 0, 'ran\n'],
    ['a stranger’s, is if the folder is locked', 65533, 'part', 3, ''],
    ['a stranger’s in a folder that nobody else may look into, is of no matter', 65533, 'closed', 0, 'ran\n'],
    ['the user’s own, is', 65534, '/', 3, ''],
    ['root’s, is', 0, '/', 3, ''],
  ])('%s', async (_whose, uid, locks, status, stdout) => {
    const scene = await SandboxScene.open('a plain user', mkdtempSync(join(scratch, 'scene-')));
    const [part, closed] = [join(scene.workspace, 'part'), join(mkdtempSync(join(scratch, 'closed-')), 'work')];
    for (const folder of [part, closed]) mkdirSync(folder);
    for (const folder of [scene.workspace, part]) chmodSync(folder, 0o755);
    chownSync(dirname(closed), 65533, 65533);
    await listed(uid, locks === 'closed' ? closed : part, { part, closed }[locks] ?? locks);
    expect(await scene.run(['echo', 'ran'], ['--workspace-mode', 'ro'])).toMatchObject({ status, stdout });
  });
});
