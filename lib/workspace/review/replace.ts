import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, constants, lstatSync, openSync, renameSync } from 'node:fs';
import { systemPrograms } from '../system-programs';
import type { HeldFolder } from './held-folder';

/** Puts in the place of `name` what `make` makes under another name beside it, in one step; a folder that was there is removed after it. */
export function replace(folder: HeldFolder, name: string, make: (fresh: string) => void): void {
  const fresh = freshName();
  try {
    make(fresh);
    folder.giveAway(fresh);
    const was = lstatSync(folder.at(name), { throwIfNoEntry: false });
    // rename(2) replaces a file by a file only
    if (was && (was.isDirectory() || lstatSync(folder.at(fresh)).isDirectory())) removeAll(folder, name);
    renameSync(folder.at(fresh), folder.at(name));
  } catch (error) {
    erase(folder, fresh);
    throw error;
  }
}

/** Removes a file, or a folder with all in it, so that it is there as a whole or gone. */
export function removeAll(folder: HeldFolder, name: string): void {
  const old = freshName();
  renameSync(folder.at(name), folder.at(old));
  erase(folder, old);
}

const freshName = (): string => `.agent-airlock-${randomBytes(8).toString('hex')}`;

/** Folders that may not be written to are made writable when they are in the way. */
function erase(folder: HeldFolder, name: string): void {
  if (removed(folder, name) === undefined) return;
  const stat = lstatSync(folder.at(name), { throwIfNoEntry: false });
  if (stat?.isDirectory()) madeWritable(folder, name);
  const problem = removed(folder, name);
  if (problem !== undefined) throw new Error(`what was there could not be removed whole, and is now '${name}': ${problem}`);
}

/** By rm(1), which follows no link and takes folders of any depth; returns what it says first if it can't. */
function removed(folder: HeldFolder, name: string): string | undefined {
  const args = ['-rf', '--one-file-system', '--', `/proc/self/fd/3/${name}`];
  const { status, stderr } = spawnSync('rm', args, {
    stdio: ['ignore', 'ignore', 'pipe', folder.descriptor],
    env: systemPrograms,
    encoding: 'utf8',
  });
  return status === 0 ? undefined : stderr.trim().split('\n')[0];
}

function madeWritable(folder: HeldFolder, name: string): void {
  const descriptor = openSync(folder.at(name), constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    // by its descriptor, as chmod(1) follows a link that it is given, but none that it meets
    const args = ['-R', 'u+rwX', '--', '/proc/self/fd/3/.'];
    spawnSync('chmod', args, { stdio: ['ignore', 'ignore', 'ignore', descriptor], env: systemPrograms });
  } finally {
    closeSync(descriptor);
  }
}
