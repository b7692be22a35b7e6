import { readFileSync, statSync } from 'node:fs';
import type { Lockable } from './held-locks';

/** A process that has locked a file or folder by flock(2). */
export interface LockHolder {
  readonly pid: number;
  /** Of the user that it belongs to. */
  readonly uid: number;
}

/** Processes that this one may see whose locks keep it from one of its own; proc_locks(5). */
export function lockHolders({ path, isShared }: Lockable): readonly LockHolder[] {
  const inode = inodeOf(path);
  const locks = [...readFileSync('/proc/locks', 'utf8').matchAll(granted)].map((match) => match.groups ?? {});
  const others = locks.filter((lock) => lock.inode === inode && (lock.kind === 'WRITE' || !isShared));
  return others.flatMap(({ pid = '' }) => holder(Number(pid)));
}

/** Nothing where this process can't look, and where no run of its own can be. */
function inodeOf(path: string): string | undefined {
  try {
    return `${statSync(path, { bigint: true }).ino}`;
  } catch {
    return undefined;
  }
}

// not by the device: that of some file systems is another one than stat(2) says
const granted = /^\d+: FLOCK +ADVISORY +(?<kind>READ|WRITE) +(?<pid>\d+) [\da-f]+:[\da-f]+:(?<inode>\d+) /gm;

function holder(pid: number): readonly LockHolder[] {
  const stat = statSync(`/proc/${pid}`, { throwIfNoEntry: false });
  return stat ? [{ pid, uid: stat.uid }] : [];
}
