import { renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes a file so that readers see the old text or the new one, never a part; `mode` is 0600 by default. */
export function writeAtomically(path: string, text: string, mode = 0o600): void {
  const fresh = `${path}.${process.pid}.new`;
  try {
    writeFileSync(fresh, text, { mode, flag: 'wx' });
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}
