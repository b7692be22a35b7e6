import { textPlace } from '../../policy/text-place';
import { UnusableInput } from '../unusable-input';
import { jsonProblem } from './json-problem';

/** What a file's text says in JSON; throws an UnusableInput that gives the place, and after it `fix`, but no word of the file. */
export function parseJson<T>(text: string, file: string, fix = ''): T {
  const content = text.replace(/^\uFEFF/, '');
  try {
    return JSON.parse(content);
  } catch {
    const { offset, message } = jsonProblem(content) ?? { offset: 0, message: 'it can not be read' };
    throw new UnusableInput(`${file}:${textPlace(content, offset)}: not valid JSON: ${message}${fix}`);
  }
}
