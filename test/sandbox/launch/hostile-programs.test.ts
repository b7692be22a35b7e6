import { chmodSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { put, scratchFolder } from '../../runtime/scratch';
import { SandboxScene, ways } from './sandbox-scene';
import { whyNoSandbox } from './why-no-sandbox';

const scratch = scratchFolder();
chmodSync(scratch, 0o711);
const isRoot = process.getuid?.() === 0;
const why = whyNoSandbox();

const ours = ['unshare', 'sh', 'env', 'setpriv', 'prlimit', 'bwrap', 'mount', 'ip', 'mkdir', 'touch', 'install', 'chmod', 'cp'];
const ofLayers = ['flock', 'find', 'xargs', 'cat', 'rm', 'diff', 'systemd-run'];

describe.skipIf(why).each(ways)(`a repository that is started in by %s${why ? `: skipped, ${why}` : ''}`, (way) => {
  test.each(['overlay', 'rw'])(
    'has none of its programs run in place of ours in mode %s, whatever PATH begins with',
    async (mode) => {
      const folder = mkdtempSync(join(scratch, 'scene-'));
      const scene = await SandboxScene.open(way, folder);
      const [bin, ran] = [join(scene.workspace, 'node_modules/.bin'), join(scene.workspace, 'ran')];
      mkdirSync(bin, { recursive: true });
      for (const name of [...ours, ...ofLayers]) put(bin, name, program(ran), 0o755);
      // whom a program of it would run as may write there
      chmodSync(scene.workspace, 0o777);
      const path = `${bin}:${process.env.PATH}`;
      const options = ['--workspace-mode', mode, '--env', `PATH=${path}`];
      const { stdout, stderr, status } = await scene.run(['/usr/bin/printenv', 'PATH'], options, { PATH: path });
      expect([stderr, status, stdout]).toEqual([expect.stringMatching(/^limits: .*\n$/), 0, `${path}\n`]);
      expect(existsSync(ran)).toBe(false);
    },
  );
});

const whyNot = why ?? (isRoot ? undefined : 'only root can make such a machine');

test.skipIf(whyNot)(
  `variables of a command reach nothing that has rights to give up${whyNot ? `: skipped, ${whyNot}` : ''}`,
  async () => {
    const folder = mkdtempSync(join(scratch, 'scene-'));
    const scene = await SandboxScene.open('root without user namespaces', folder);
    const { stderr } = await scene.run(['true'], ['--env', 'LD_DEBUG=libs']);
    expect(stderr).toMatch(/transferring control: \S+\/true/);
    expect(stderr).not.toMatch(/transferring control: \S+\/(bwrap|setpriv|env)/);
  },
);

/** Says who ran it, and does as it would. */
const program = (ran: string) => `#!/bin/bash
echo "$0 as $UID" >> ${ran}
PATH=/usr/sbin:/usr/bin:/sbin:/bin
exec "$(basename "$0")" "$@"
`;
