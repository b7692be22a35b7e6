import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileProblem } from '../../../policy/file-problem';
import { UnusableInput } from '../../unusable-input';

/** A file's text. Throws an UnusableInput that names it. */
export function readInput(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UnusableInput(`${path} can't be read: ${fileProblem(error)}`);
  }
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

export const isFile = (path: string): boolean => existsSync(path) && !isFolder(path);
