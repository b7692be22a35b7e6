import { statSync } from 'node:fs';
import { fileProblem } from '../lib/policy/file-problem';
import { Unusable } from './exit';

/** Throws an Unusable unless there is a folder at `path`; `name` says what it was given for. */
export function refuseNoFolder(path: string, name: string): void {
  const problem = problemOf(path);
  if (problem !== undefined) throw new Unusable(`${name} must be a folder: ${problem}, got '${path}'`);
}

function problemOf(path: string): string | undefined {
  try {
    return statSync(path).isDirectory() ? undefined : 'it is a file';
  } catch (error) {
    return fileProblem(error);
  }
}
