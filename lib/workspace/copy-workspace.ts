import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isWithin } from './is-within';
import type { ScanOptions } from './scan';
import { workspaceFilter } from './workspace-filter';

/** Copies a workspace without what is hidden from agents, links as links, with modes and times; throws an Error unless `target` is empty, or not there, and apart from it. */
export function copyWorkspace(folder: string, target: string, options: ScanOptions = {}): void {
  const root = realpathSync(folder);
  const place = join(realpathSync(dirname(target)), basename(target));
  if (existsSync(target) && (lstatSync(target).isSymbolicLink() || readdirSync(target).length > 0)) {
    throw new Error(`a copy must go to a folder that is empty or not there: name another, got '${target}'`);
  }
  if (isWithin(place, root) || isWithin(root, place))
    throw new Error(`a copy must lie outside of what is copied: name another folder, got '${target}'`);
  mkdirSync(place, { recursive: true });
  cpSync(root, place, {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
    filter: workspaceFilter(root, options),
  });
}
