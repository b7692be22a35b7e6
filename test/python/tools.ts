import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, makeCacheFolder } from '../../lib/runtime/envoy/cache-folder';

const requirements = join(__dirname, 'requirements.txt');
const run = promisify(execFile);

/**
 * Path of a program of a `requirements.txt`, such as `cfn-lint` or `python`; by default of the one beside this file. They are installed once
 * for each text of that file, into the user's own cache folder, with pip as it is configured here. Throws if there is no Python 3.11 or
 * later, or pip fails.
 */
export async function pythonTool(name: string, list = requirements): Promise<string> {
  const folder = cacheFolder(process.env);
  const text = createHash('sha256').update(readFileSync(list)).digest('hex').slice(0, 16);
  const environment = join(folder, `python-${text}`);
  if (!existsSync(environment)) await makeEnvironment(folder, environment, list);
  return join(environment, 'bin', name);
}

async function makeEnvironment(folder: string, environment: string, list: string): Promise<void> {
  await requirePython();
  makeCacheFolder(folder);
  process.stderr.write(`installing what ${list} lists once with pip into ${environment}, which may take a minute\n`);
  const made = mkdtempSync(`${environment}-`);
  try {
    await run('python3', ['-m', 'venv', made]);
    // a user's own defaults that pip refuses in an environment
    const env = { ...process.env, PIP_USER: 'false', PIP_NO_INPUT: 'true' };
    await run(join(made, 'bin', 'python'), ['-m', 'pip', ...pipInstall, list], { env });
    // programs name their own folder, so it can't be renamed
    symlinkSync(basename(made), environment);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    // of two that install at once the first wins
    if (!existsSync(environment)) throw error;
  }
}

const pipInstall = ['install', '--quiet', '--no-compile', '--no-deps', '--disable-pip-version-check', '--requirement'];

async function requirePython(): Promise<void> {
  const check = 'import sys, venv; sys.exit(sys.version_info < (3, 11))';
  await run('python3', ['-c', check]).catch((error: Error) => {
    throw new Error(`'python3' must be Python 3.11 or later with its module venv, got: ${error.message}`);
  });
}
