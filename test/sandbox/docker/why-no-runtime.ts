import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageOfThisMachine, sharedMounts } from './image';
import { dockerDefaults } from './oci-config';
import type { OciRuntime } from './oci-runtime';

/** Why a runtime can't run containers with limits on this machine; `undefined` if it can. */
export function whyNoRuntime({ name, words: [program = '', ...before] }: OciRuntime): string | undefined {
  if (process.platform !== 'linux') return 'containers need Linux';
  if (process.getuid?.() !== 0) return `${name} with limits needs root`;
  const image = imageOfThisMachine();
  const bundle = mkdtempSync(join(tmpdir(), 'airlock-trial-'));
  const id = `airlock-trial-${process.pid}`;
  try {
    const { mounts, process: command, ...rest } = dockerDefaults(image, `/${id}`);
    const config = {
      ociVersion: '1.0.2',
      ...rest,
      process: { ...command, args: ['true'] },
      mounts: [...sharedMounts, ...mounts],
    };
    writeFileSync(join(bundle, 'config.json'), JSON.stringify(config));
    const { status, error, stderr } = spawnSync(program, [...before, 'run', '--bundle', bundle, id], {
      encoding: 'utf8',
      timeout: 120_000,
    });
    return status === 0 ? undefined : `${name} can't run a container: ${error?.message ?? stderr.trim().split('\n').at(-1)}`;
  } finally {
    spawnSync(program, [...before, 'delete', '--force', id]);
    for (const folder of [image, bundle]) rmSync(folder, { recursive: true, force: true });
  }
}
