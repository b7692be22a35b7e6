import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { fileProblem } from '../lib/policy/file-problem';
import { Unusable } from './exit';

/** The content of a JSON or YAML file; throws an Unusable that names the option and the file. */
export function structuredFile(file: string, option: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Unusable(`${option} ${file} can't be read: ${fileProblem(error)}`);
  }
}
