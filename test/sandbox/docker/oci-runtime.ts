import { type ChildProcess, execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedMounts } from './image';
import type { OciConfig } from './oci-config';

/** An OCI runtime, and the words that start it here. */
export interface OciRuntime {
  readonly name: 'runc' | 'crun' | 'runsc';
  readonly words: readonly string[];
}

// crun refuses version 1 of control groups beside an empty hierarchy of version 2: it gets to see the first alone
const withoutUnified = 'if mountpoint -q /sys/fs/cgroup/unified; then umount /sys/fs/cgroup/unified; fi; exec "$@"';

export const runc: OciRuntime = { name: 'runc', words: ['runc'] };
export const crun: OciRuntime = { name: 'crun', words: ['unshare', '--mount', 'sh', '-c', withoutUnified, 'sh', 'crun'] };

/**
 * gVisor with such flags as `daemon.json` gives it. This platform needs no KVM. Debian's release takes every network namespace of a newer kernel for
 * the machine's own, and refuses it: without one it makes loopback itself.
 */
export const runsc = (flags: readonly string[]): OciRuntime => ({
  name: 'runsc',
  words: ['runsc', '--root', join(tmpdir(), 'airlock-runsc'), '--platform=ptrace', '--network=none', ...flags],
});

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface BundleOptions {
  /** Milliseconds after which it is ended. @default 120000 */
  readonly ms?: number;
  /** Called as soon as it has been started. @default - nothing is done */
  readonly during?: (child: ChildProcess) => void;
}

/** Runs a bundle to its end, and leaves nothing of it behind. */
export async function runBundle({ words }: OciRuntime, config: OciConfig, options: BundleOptions = {}): Promise<Ended> {
  const [program = '', ...before] = words;
  const bundle = mkdtempSync(join(tmpdir(), 'airlock-bundle-'));
  const id = `airlock-${randomBytes(6).toString('hex')}`;
  const { process, mounts, ...rest } = config;
  const whole = { ociVersion: '1.0.2', ...rest, process: { terminal: false, ...process }, mounts: [...sharedMounts, ...mounts] };
  writeFileSync(join(bundle, 'config.json'), JSON.stringify(whole));
  try {
    return await ended(program, [...before, 'run', '--bundle', bundle, id], options);
  } finally {
    spawnSync(program, [...before, 'delete', '--force', id]);
    rmSync(bundle, { recursive: true, force: true });
  }
}

function ended(program: string, words: readonly string[], { ms = 120_000, during }: BundleOptions): Promise<Ended> {
  return new Promise((resolve) => {
    const limits = { timeout: ms, killSignal: 'SIGKILL', maxBuffer: 1 << 26 } as const;
    const child = execFile(program, words, limits, (error, stdout, stderr) => {
      resolve({ status: error ? (typeof error.code === 'number' ? error.code : null) : 0, stdout, stderr });
    });
    // what reads its standard input would wait for it
    child.stdin?.end();
    during?.(child);
  });
}
