import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, makeCacheFolder } from '../../../lib/runtime/envoy/cache-folder';

/**
 * Path of a file of a package that the lock file beside this one lists. They are installed once for each text of that file, into the user's
 * own cache folder, with npm as it is configured here and without running any script of theirs. Throws if npm fails.
 */
export async function installed(path: string): Promise<string> {
  packages ??= installedPackages();
  return join(await packages, 'node_modules', path);
}

let packages: Promise<string> | undefined;

async function installedPackages(): Promise<string> {
  const folder = cacheFolder(process.env);
  const text = createHash('sha256')
    .update(readFileSync(listed('package-lock.json')))
    .digest('hex')
    .slice(0, 16);
  const path = join(folder, `npm-${text}`);
  if (!existsSync(path)) await install(folder, path);
  return path;
}

const listed = (name: string): string => join(__dirname, name);

async function install(folder: string, path: string): Promise<void> {
  makeCacheFolder(folder);
  process.stderr.write(`installing the clients that tests drive once with npm into ${path} (420 MB)\n`);
  const made = mkdtempSync(`${path}-`);
  try {
    for (const name of ['package.json', 'package-lock.json']) copyFileSync(listed(name), join(made, name));
    await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: made });
    renameSync(made, path);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    // of two that install at once the first wins
    if (!existsSync(path)) throw error;
  }
}
