import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Writes a file so that readers see the old text or the new one, never a part; `mode` is 0600 by default. A device, or what is open as /dev/stdout or
 * /dev/fd/3, is written to as it is.
 */
export function writeAtomically(path: string, text: string, mode = 0o600): void {
  // a rename by root would put a file in the place of the machine's own /dev/null
  if (/^\/dev\/(?!shm\/)/.test(resolve(path))) writeFileSync(path, text);
  else replace(path, text, mode);
}

function replace(path: string, text: string, mode: number): void {
  const fresh = `${path}.${process.pid}.new`;
  try {
    writeFileSync(fresh, text, { mode, flag: 'wx' });
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}
