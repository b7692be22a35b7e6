import { chmodSync, closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';

const chunk = 65_536;

/** Whether two files have the same bytes; what can't be read is another. */
export function haveSameContent(one: string, other: string): boolean {
  try {
    return withOpen(one, (first) => withOpen(other, (second) => areEqual(first, second)));
  } catch {
    return false;
  }
}

function areEqual(one: number, other: number): boolean {
  if (fstatSync(one).size !== fstatSync(other).size) return false;
  const [first, second] = [Buffer.alloc(chunk), Buffer.alloc(chunk)];
  for (;;) {
    const [read, also] = [readSync(one, first), readSync(other, second)];
    if (read !== also || !first.subarray(0, read).equals(second.subarray(0, also))) return false;
    if (read === 0) return true;
  }
}

/** Calls with an open regular file, never one that a link leads to; a file of one's own is made readable first. */
export function withOpen<T>(path: string, use: (descriptor: number) => T): T {
  const descriptor = openReadable(path);
  try {
    if (!fstatSync(descriptor).isFile()) throw new Error(`it must be a file, got '${path}'`);
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function openReadable(path: string): number {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  try {
    return openSync(path, flags);
  } catch (error) {
    const stat = lstatSync(path);
    if ((error as NodeJS.ErrnoException).code !== 'EACCES' || !stat.isFile() || stat.uid !== process.geteuid?.()) throw error;
    chmodSync(path, stat.mode | 0o400);
    return openSync(path, flags);
  }
}
