import { chmodSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scratchFolder } from '../../runtime/scratch';
import { SandboxScene, ways } from './sandbox-scene';
import { whyNoSandbox } from './why-no-sandbox';

const scratch = scratchFolder();
chmodSync(scratch, 0o711);
const why = whyNoSandbox();
const kindOf = ['stat', '--file-system', '--format', '%T', '.'];
const readOnly = ['--workspace-mode', 'ro'];

describe.skipIf(why)(`a workspace that is only read${why ? `: skipped, ${why}` : ''}`, () => {
  test.each(ways)('is seen by an overlay, started by %s, and as its owner’s', async (way) => {
    const scene = await SandboxScene.open(way, mkdtempSync(join(scratch, 'scene-')));
    const script = `${kindOf.join(' ')}; [ -O . ] && echo own; touch new`;
    const { stdout, stderr } = await scene.run(['sh', '-c', script], readOnly);
    expect([stdout, stderr]).toEqual(['overlayfs\nown\n', expect.stringContaining('Read-only file system')]);
    expect(stderr).not.toContain('warning');
  });
});
