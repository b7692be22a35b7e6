import { lstatSync, realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { Exposed } from './exposed';
import { type ScanOptions, scanWorkspace } from './scan';
import { sensitiveKind } from './sensitive-names';

/**
 * Tells for each path in a workspace whether a copy for an image gets it, for `fs.cp(workspace, target, { recursive: true, verbatimSymlinks: true, filter })`.
 * What is hidden from agents is left out, and so are pipes and devices. Throws an Error, a line for each problem, if some of it can't be judged.
 *
 * @example await cp('project', 'context', { recursive: true, verbatimSymlinks: true, filter: workspaceFilter('project') });
 */
export function workspaceFilter(folder: string, { expose = [] }: ScanOptions = {}): (source: string) => boolean {
  const { findings, problems } = scanWorkspace(folder, { expose });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const root = realpathSync(folder);
  const hidden = new Set(findings.map(({ path }) => path));
  const exposed = new Exposed(expose);
  return (source) => {
    const path = inside(root, folder, source);
    const stat = lstatSync(source);
    if (path === '') return true;
    if (hidden.has(path) || !(stat.isFile() || stat.isDirectory() || stat.isSymbolicLink())) return false;
    // judged once more, as it may have come since the scan
    return exposed.has(path) || exposed.liesIn(path) || sensitiveKind(path, stat.isDirectory()) === undefined;
  };
}

/** By its real path or the one that was given. */
function inside(root: string, folder: string, source: string): string {
  const path = [relative(folder, source), relative(root, source)].find((way) => way !== '..' && !way.startsWith(`..${sep}`));
  if (path !== undefined) return path.split(sep).join('/');
  throw new Error(`a path must be in the workspace '${folder}', got '${source}'`);
}
