import { fileProblem } from '../../policy/file-problem';
import { writeAtomically } from '../atomic-file';
import type { Followed } from '../followed-files';
import { StartError } from '../start-error';
import { authorityFile } from './boundary-secret';
import { bundle } from './bundle';

/**
 * Writes the file that agents trust: the authority of `boundary`, if it has one, and the public ones.
 * Throws a StartError if it can't be written.
 */
export function writeTrustFile(path: string, boundary: readonly Followed[]): void {
  const authority = boundary.find(({ file }) => file === authorityFile)?.document ?? '';
  try {
    writeAtomically(path, bundle(authority), 0o644);
  } catch (error) {
    throw new StartError([`--ca-file must be a file that can be written: ${fileProblem(error)}, got '${path}'`]);
  }
}
