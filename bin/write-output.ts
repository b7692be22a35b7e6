import { writeFileSync } from 'node:fs';
import { fileProblem } from '../lib/policy/file-problem';
import { Unusable } from './exit';

/** Writes what a command makes to the file of `--output`, or to standard output; throws an Unusable where it can't. */
export function writeOutput(text: string, output: string | undefined): void {
  if (output === undefined) process.stdout.write(text);
  else written(output, () => writeFileSync(output, text));
}

/** What `write` gives; throws an Unusable that names `--output` where it can't write there. */
export function written<T>(output: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw new Unusable(`--output must be a file that can be written: ${fileProblem(error)}, got '${output}'`);
  }
}
