import { relative } from 'node:path';

/** Whether a path is a folder or inside of it, by their names; both absolute. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith('../'));
}
