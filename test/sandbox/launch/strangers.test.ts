import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
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

/** A process that is listed as a run of a user's which changes a folder. */
async function listed(uid: number, folder: string) {
  const words = ['sh', '-c', 'echo up; read -r _', 'agent-airlock-run', '1', 'rw', folder];
  const child = spawn('setpriv', ['--reuid', `${uid}`, '--clear-groups', ...words], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout, 'data');
}

describe.skipIf(why)(`what says that it is a run in a plain user's folder${why ? `: skipped, ${why}` : ''}`, () => {
  test.each([
    ['a stranger’s, is not believed', 65533, 0, 'ran\n'],
    ['the user’s own, is', 65534, 3, ''],
    ['root’s, is', 0, 3, ''],
  ])('%s', async (_whose, uid, status, stdout) => {
    const scene = await SandboxScene.open('a plain user', mkdtempSync(join(scratch, 'scene-')));
    await listed(uid, scene.workspace);
    expect(await scene.run(['echo', 'ran'], ['--workspace-mode', 'ro'])).toMatchObject({ status, stdout });
  });
});
