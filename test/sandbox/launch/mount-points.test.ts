import { chmodSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from '../../runtime/scratch';
import { SandboxScene, type Way } from './sandbox-scene';
import { whyNoSandbox } from './why-no-sandbox';

const scratch = scratchFolder();
chmodSync(scratch, 0o711);
const why = process.getuid?.() === 0 ? whyNoSandbox() : 'only root mounts';

/** Mounts something in a workspace over a file that no scan sees there, with one of its own. */
const mounting = `
mkdir "$1" && echo below >"$1/below" && mount -t tmpfs mounted "$1"
echo above >"$1/above" && echo TOKEN=above >"$1/.env" && shift && exec "$@"`;

async function mounted(way: Way) {
  const folder = mkdtempSync(join(scratch, 'scene-'));
  const workspace = join(folder, 'work');
  const point = join(workspace, 'a b');
  const words = ['unshare', '--mount', 'sh', '-e', '-c', mounting, 'sh', point];
  const scene = await SandboxScene.open(way, folder, (command) => [...words, ...command]);
  const look = ['sh', '-c', 'stat -f -c %T .; ls a*; cat a*/.env'];
  return { workspace, point, look: (mode: string) => scene.run(look, ['--workspace-mode', mode]) };
}

const ways: readonly Way[] = ['root', 'root, for a user', 'a plain user', 'root without user namespaces'];

describe.skipIf(why)(`a workspace in which something is mounted${why ? `: skipped, ${why}` : ''}`, () => {
  test.each(ways)('is refused in mode overlay, which would show what is below, to %s', async (way) => {
    const { point, look } = await mounted(way);
    const { status, stdout, stderr } = await look('overlay');
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toContain(`nothing may be mounted in a workspace of mode overlay, which would show what is below: use ro`);
    expect(stderr).toContain(`got '${point}'`);
  });

  test.each(['root', 'a plain user'] as const)(
    'is seen as it is in mode ro by %s, not by an overlay, and that is said',
    async (way) => {
      const { workspace, look } = await mounted(way);
      const { stdout, stderr } = await look('ro');
      expect(stdout).toMatch(/^(?!overlayfs).*\nabove\n$/);
      expect(stderr).toContain("cat: 'a b/.env': Permission denied");
      expect(stderr).toContain(`warning: no overlay can be had of '${workspace}': what is hidden in it is seen when`);
    },
  );

  test('is seen as it is in mode rw', async () => {
    const { stdout, stderr } = await (await mounted('root')).look('rw');
    expect(stdout).toMatch(/\nabove\n$/);
    expect(stderr).toContain("cat: 'a b/.env': Permission denied");
  });
});
