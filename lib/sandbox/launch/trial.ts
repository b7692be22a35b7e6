import { spawnSync } from 'node:child_process';
import { closeSync } from 'node:fs';
import { wholeLimits } from '../limits';
import type { HostUser } from './host-user';
import type { Mount } from './mount';
import { outsideEnvironment } from './outside-environment';
import { SandboxFolder } from './sandbox-folder';
import type { Containment } from './stages';
import { type StagingProps, staging } from './staging';

/** Starts a sandbox around a command that does nothing and sees `mounts`; returns what its stages said if it didn't come to that. */
export function trial(containment: Containment, user: HostUser, mounts: readonly Mount[] = []): string | undefined {
  const folder = new SandboxFolder();
  try {
    return attempt(folder, { ...nothing, containment, user, mounts });
  } finally {
    folder.remove();
  }
}

const nothing = { limits: wholeLimits(), hidden: [], variables: {}, folder: '/', command: ['/bin/true'] } as const;

function attempt(folder: SandboxFolder, props: StagingProps): string | undefined {
  const { program, words, files } = staging(props, folder);
  try {
    const stdio = ['ignore', 'ignore', 'pipe', 'pipe', ...files] as const;
    const { status, error, stderr } = spawnSync(program, words, {
      stdio: [...stdio],
      env: outsideEnvironment(),
      encoding: 'utf8',
      cwd: '/',
      timeout: 20_000,
      killSignal: 'SIGKILL',
    });
    return status === 0 ? undefined : (error?.message ?? (stderr.trim().split('\n').pop() || `status ${status}`));
  } finally {
    for (const file of files) closeSync(file);
  }
}
