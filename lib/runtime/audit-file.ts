import { closeSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileProblem } from '../policy/file-problem';
import { StartError } from './start-error';

/** The absolute path of a file that audit records can be appended to; throws a StartError otherwise. Creates nothing. */
export function checkAuditFile(path: string): string {
  const file = resolve(path);
  const refuse = (why: string): never => {
    throw new StartError([`--audit-log must be a file that can be appended to: ${why}, got '${path}'`]);
  };
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat && !stat.isFile()) refuse('it is not a regular file');
  if (!stat && !statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory()) refuse('its folder does not exist');
  return file;
}

/** Creates the file, for its owner only, if it isn't there; throws a StartError if it can't be appended to. */
export function createAuditFile(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch (error) {
    throw new StartError([`--audit-log must be a file that can be appended to: ${fileProblem(error)}, got '${file}'`]);
  }
}
