import { chownSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { mountedWorkspace } from '../../../bin/render/mounted-workspace';
import { crun, type OciRuntime, runc } from './oci-runtime';
import { Scene } from './scene';
import { whyNoRuntime } from './why-no-runtime';

const scene = new Scene();
afterAll(() => scene.close());

/** A repository of user 1000's. */
function repository(): string {
  const folder = mkdtempSync(join(scene.folder, 'repository-'));
  const folders = ['.git', '.git/hooks'].map((name) => join(folder, name));
  for (const each of folders) mkdirSync(each);
  const files = ['.git/config', 'code', '.env'].map((name) => join(folder, name));
  for (const each of files) writeFileSync(each, 'mine');
  for (const each of [folder, ...folders, ...files]) chownSync(each, 1000, 1000);
  return folder;
}

async function tried(runtime: OciRuntime, folder: string, command: string, isGuarded = true): Promise<string> {
  const mounted = mountedWorkspace({ workspace: folder, workspaceMode: 'rw' }, []);
  if (!mounted) throw new Error('no workspace');
  const workspace = isGuarded ? mounted : { ...mounted, kept: [], pinned: [] };
  const { stdout, stderr } = await scene.run(runtime, ['sh', '-c', `${command} && echo done`], { props: { workspace } });
  return stdout + stderr;
}

const changes: readonly [string, string][] = [
  ['a hook of git’s', 'echo evil > .git/hooks/pre-commit'],
  ['git’s configuration', 'echo evil > .git/config'],
  ['the folder above them', 'mv .git old'],
];

describe.each([runc, crun])('in a container of $name', (runtime) => {
  const why = whyNoRuntime(runtime);
  describe.skipIf(why !== undefined)(why ?? 'that may write to its workspace, an agent', () => {
    test('changes code', async () => {
      const folder = repository();
      expect(await tried(runtime, folder, 'echo changed > code')).toBe('done\n');
      expect(readFileSync(join(folder, 'code'), 'utf8')).toBe('changed\n');
    });

    test.each(changes)('doesn’t change %s', async (_, command) => {
      expect(await tried(runtime, repository(), command)).toMatch(/Read-only file system|busy/);
    });

    test.each(changes)('would change %s if nothing were mounted over it', async (_, command) => {
      expect(await tried(runtime, repository(), command, false)).toBe('done\n');
    });

    test('doesn’t see what is hidden, nor takes it away', async () => {
      const folder = repository();
      expect(await tried(runtime, folder, '[ ! -s .env ] && ! rm -f .env && ! mv .env x')).toContain('done');
      expect(readFileSync(join(folder, '.env'), 'utf8')).toBe('mine');
    });
  });
});
