import { dirname } from 'node:path';

/** bubblewrap's arguments for the folders that a path lies in: those that it makes by itself are for their owner only, who may be root. */
export function foldersAbove(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === '/' ? [] : [...foldersAbove(folder), '--perms', '0755', '--dir', folder];
}
