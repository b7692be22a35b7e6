import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { initrdScript } from '../../../lib/sandbox/firecracker/initrd-script';
import { put, scratchFolder } from '../../runtime/scratch';
import { staticBusybox, whyNoBusybox } from './static-busybox';

const scratch = scratchFolder();
let count = 0;

/** Runs initrd.sh in a folder of its own with an init.sh. */
function packed(needsCertificates: boolean, environment: NodeJS.ProcessEnv, args: readonly string[] = []) {
  count += 1;
  const folder = join(scratch, `initrd-${count}`);
  mkdirSync(folder);
  put(folder, 'init.sh', '#!/bin/busybox sh\n');
  const script = put(folder, 'initrd.sh', initrdScript({ needsCertificates }));
  const ended = spawnSync('sh', [script, ...args], { env: { PATH: process.env.PATH, ...environment }, encoding: 'utf8' });
  const initrd = join(folder, 'initrd.cpio');
  return { ...ended, folder, initrd: existsSync(initrd) ? initrd : undefined };
}

describe('an initial file system is not made', () => {
  test.each<[string, boolean, NodeJS.ProcessEnv, string]>([
    [
      'without busybox',
      false,
      { BUSYBOX: '/nonexistent' },
      "busybox is missing: install busybox-static, or say where it is in BUSYBOX, got '/nonexistent'",
    ],
    [
      'of a busybox that needs libraries',
      false,
      { BUSYBOX: process.execPath },
      `busybox must be static: install busybox-static, got '${process.execPath}'`,
    ],
  ])('%s', (_what, needsCertificates, environment, message) => {
    expect(packed(needsCertificates, environment)).toMatchObject({
      status: 1,
      stderr: `initrd.sh: ${message}\n`,
      initrd: undefined,
    });
  });
});

describe.skipIf(whyNoBusybox)(`an initial file system${whyNoBusybox ? ` (skipped: ${whyNoBusybox})` : ''}`, () => {
  const environment = { BUSYBOX: staticBusybox };

  test('is not made without the certificates that the agent is to trust', () => {
    const { status, stderr, initrd } = packed(true, environment);
    expect([status, initrd]).toEqual([1, undefined]);
    expect(stderr).toContain("'agent-airlock certificates' makes it as bundle.pem");
  });

  test('holds the first process, busybox and the modules that there are, of root', () => {
    const modules = join(scratch, 'modules');
    mkdirSync(join(modules, 'kernel'), { recursive: true });
    put(join(modules, 'kernel'), 'virtio_blk.ko', 'module');
    const { status, stderr, initrd } = packed(false, environment, [modules]);
    const listing = spawnSync(staticBusybox, ['cpio', '-t', '-v'], {
      input: readFileSync(initrd ?? ''),
      encoding: 'utf8',
    }).stdout;
    expect(status).toBe(0);
    expect(stderr).toContain('vsock is in the kernel, or missing');
    expect(
      listing
        .split('\n')
        .filter(Boolean)
        .map((line) => line.trim().split(/\s+/))
        .map(([mode, owner, , , , name]) => `${mode} ${owner} ${name}`)
        .sort(),
    ).toEqual(
      expect.arrayContaining(['-rwxr-xr-x 0/0 init', '-rwxr-xr-x 0/0 bin/busybox', '-rw------- 0/0 modules/virtio_blk.ko']),
    );
  });
});
