import { lstatSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The user's own folder for what was fetched: `$XDG_CACHE_HOME/agent-airlock`, or `~/.cache/agent-airlock`. */
export function cacheFolder({ XDG_CACHE_HOME: base }: NodeJS.ProcessEnv): string {
  // the XDG specification has relative paths ignored
  return join(base !== undefined && isAbsolute(base) ? base : join(homedir(), '.cache'), 'agent-airlock');
}

/** Makes the folder (mode 0700) if need be; throws if others could put a binary of theirs into it. */
export function makeCacheFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (!isOwn(path)) throw new Error(`the cache folder must be writable by its owner only: remove ${path}`);
}

/** Whether the folder is this user's, and only this user can write to it. */
export function isOwn(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return false;
  return stat.isDirectory() && stat.uid === process.getuid?.() && (stat.mode & 0o022) === 0;
}
