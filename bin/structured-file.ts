import { readFileSync } from 'node:fs';
import { type Document, parseDocument } from 'yaml';
import { fileProblem } from '../lib/policy/file-problem';
import { textPlace } from '../lib/policy/text-place';
import { yamlProblem } from '../lib/policy/yaml-problem';
import { Unusable } from './exit';

/** The content of a JSON or YAML file; throws an Unusable that names the option, the file and the place in it, and no word of the file. */
export function structuredFile(file: string, option: string): unknown {
  const text = read(file, option);
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent' });
  const [error] = document.errors;
  if (error) throw new Unusable(`${option} ${file}:${textPlace(text, error.pos[0])}: not valid YAML: ${yamlProblem(error)}`);
  return contentOf(document, `${option} ${file}`);
}

function read(file: string, option: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Unusable(`${option} ${file} can't be read: ${fileProblem(error)}`);
  }
}

function contentOf(document: Document.Parsed, name: string): unknown {
  try {
    return document.toJS();
  } catch {
    throw new Unusable(`${name} must have no alias that leads nowhere or stands for too much: write out what it stands for`);
  }
}
