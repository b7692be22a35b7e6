import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A whole path that may not be there, with links followed in the part that is. */
export function realPart(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return join(realPart(dirname(path)), basename(path));
  }
}
