import { extname, join } from 'node:path';

/** Arguments of Node for a program of this package, `bin/app` say: compiled, or as it is where this is run as it is. */
export function ownProgram(path: string): readonly string[] {
  const extension = extname(__filename);
  const loader = extension === '.ts' ? ['--import', 'tsx'] : [];
  return [...loader, join(__dirname, '..', '..', `${path}${extension}`)];
}
