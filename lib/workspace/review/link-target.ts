import { lstatSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Whether a link at `path` stays in the workspace: not by an absolute path, upwards only at its beginning, and by way of no other link. */
export function staysInside(workspace: string, path: string, target: string): boolean {
  if (target === '' || target.startsWith('/') || target.includes('\ufffd') || target.includes('\0')) return false;
  const parts = target.split('/').filter((part) => part !== '.' && part !== '');
  if (parts.slice(parts.findIndex((part) => part !== '..')).includes('..') && parts.some((part) => part !== '..')) return false;
  const whole = posix.normalize(posix.join(posix.dirname(path), target));
  if (whole === '..' || whole.startsWith('../')) return false;
  return parents(whole).every((part) => !lstatSync(join(workspace, part), { throwIfNoEntry: false })?.isSymbolicLink());
}

/** All parts of a path, and itself. */
function parents(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
