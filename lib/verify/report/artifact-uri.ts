import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A file as a URI: relative to a folder if it lies inside, as code scanning needs it to find the file; otherwise absolute. */
export function artifactUri(file: string, root: string): string {
  const path = relative(root, resolve(root, file));
  if (path === '') return './';
  if (path.split(sep)[0] === '..' || isAbsolute(path)) return pathToFileURL(resolve(root, file)).href;
  return path.split(sep).map(encodeURIComponent).join('/');
}
