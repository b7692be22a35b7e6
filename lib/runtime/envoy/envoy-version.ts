import { execFile } from 'node:child_process';

/** The first version whose filters do what the bootstrap asks of them. */
export const oldestEnvoy = '1.40';

/** What `envoy --version` says, such as `1.40.0`; undefined if it isn't an Envoy that runs here. */
export function envoyVersion(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(path, ['--version'], { env: {}, timeout: 30_000 }, (_error, stdout = '') => {
      resolve(/\/(\d+\.\d+\.\d+)[^/]*\/\w+\/\w+\//.exec(stdout)?.[1]);
    });
  });
}

/** Whether a version such as `1.40.0` is at least the oldest one. */
export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestEnvoy.split('.').map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
