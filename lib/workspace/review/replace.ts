import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { lstatSync, renameSync } from 'node:fs';
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

// rm(1) follows no link and takes folders of any depth
function erase(folder: HeldFolder, name: string): void {
  const args = ['-rf', '--one-file-system', '--', `/proc/self/fd/3/${name}`];
  const { status, stderr } = spawnSync('rm', args, {
    stdio: ['ignore', 'ignore', 'pipe', folder.descriptor],
    env: systemPrograms,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`what was there could not be removed whole: ${stderr.trim()}`);
}
