import { chmodSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { put, scratchFolder } from '../../runtime/scratch';
import { withProgram } from './callers';
import { SandboxScene, type Way } from './sandbox-scene';

const scratch = scratchFolder();
chmodSync(scratch, 0o711);
const isRoot = process.getuid?.() === 0;
const why = process.platform === 'linux' && isRoot ? undefined : 'only root can make such a machine';

describe.skipIf(why)(`run refuses, with status 3 and before it starts anything${why ? `: skipped, ${why}` : ''}`, () => {
  const rows: readonly (readonly [Way, RegExp])[] = [
    ['a plain user without user namespaces', /^user namespaces are refused by user\.max_user_namespaces = 0 \(.*\): sysctl -w /],
    ['root without user namespaces or another user', /\n?without user namespaces a command must have another user's rights/],
  ];

  test.each(rows)('a command that is started by %s', async (way, message) => {
    const folder = mkdtempSync(join(scratch, 'scene-'));
    const scene = await SandboxScene.open(way, folder);
    const { status, stdout, stderr } = await scene.run(['sh', '-c', 'echo it ran; touch ran'], ['--workspace-mode', 'rw']);
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(message);
    expect(existsSync(join(scene.workspace, 'ran'))).toBe(false);
    expect(readdirSync(join(folder, 'runtime'))).toEqual([]);
  });

  const programs = [
    ['bwrap', 'bubblewrap'],
    ['ip', 'iproute2'],
    ['unshare', 'util-linux'],
    ['setpriv', 'util-linux'],
  ] as const;

  test.each(programs)('where %s is not installed', async (program, pack) => {
    const folder = mkdtempSync(join(scratch, 'scene-'));
    const scene = await SandboxScene.open('root', folder, withProgram(program));
    const { status, stdout, stderr } = await scene.run(['true']);
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(new RegExp(`^${program} is not installed in a folder of the system's: (apt-get )?install ${pack}`));
  });

  test('a bubblewrap that is too old', async () => {
    const folder = mkdtempSync(join(scratch, 'scene-'));
    const old = put(folder, 'bwrap', '#!/bin/sh\necho bubblewrap 0.7.0\n', 0o755);
    const scene = await SandboxScene.open('root', folder, withProgram('bwrap', old));
    const { status, stderr } = await scene.run(['true']);
    expect(status).toBe(3);
    expect(stderr).toMatch(/^bubblewrap must be 0\.8 or later, got '0\.7': /);
  });
});
