import { textPlace } from '../../../policy/text-place';
import { parseJson } from '../../inputs/parse-json';
import { UnusableInput } from '../../unusable-input';
import { deepest, isTooDeep } from './depth';
import { duplicateName } from './duplicate-name';
import type { Json } from './json';
import { parseYamlTemplate, YamlProblem } from './yaml-template';

/** Reads a template's text, JSON or YAML. Throws an UnusableInput that names the file. */
export function parseTemplateText(text: string, file: string): Json {
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (content.trim() === '') throw new UnusableInput(`${file} is empty: give a template`);
  return isJson(content, file) ? fromJson(content, file) : fromYaml(content, file);
}

const isJson = (content: string, file: string): boolean => /^\s*[[{]/.test(content) && !/\.ya?ml$/i.test(file);

function fromJson(content: string, file: string): Json {
  const parsed = parseJson<Json>(content, file);
  if (isTooDeep(parsed)) throw new UnusableInput(`${file} is nested deeper than ${deepest} levels: no template is`);
  const twice = duplicateName(content);
  if (twice === undefined) return parsed;
  throw new UnusableInput(`${file} has the key ${JSON.stringify(twice)} twice in one mapping: remove one`);
}

function fromYaml(content: string, file: string): Json {
  try {
    return parseYamlTemplate(content);
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error;
    throw new UnusableInput(`${file}:${textPlace(content, error.offset)}: not valid YAML: ${error.message}`);
  }
}
