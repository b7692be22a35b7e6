import { createHash } from 'node:crypto';
import type { InputFile } from './input';

/** The files as reports list them: each once, sorted by path. */
export function digests(files: readonly InputFile[]): { path: string; sha256: string }[] {
  const byPath = new Map(files.map(({ path, content }) => [path, content]));
  return [...byPath]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, content]) => ({ path, sha256: createHash('sha256').update(content()).digest('hex') }));
}
