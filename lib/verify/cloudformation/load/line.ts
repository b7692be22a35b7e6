import { jsonPlace } from './json-place';
import { yamlPlace } from './yaml-place';

/** A part of a template's text: the pointer to it as far as it exists, and its line, counted from 1. */
export interface TextPlace {
  readonly pointer: string;
  readonly line: number;
}

/**
 * The line of a JSON Pointer in a template's text, JSON or YAML; of the nearest enclosing part if an evaluated property isn't written
 * out there, as behind an `Fn::If`. Null if the text can't be read. Reads the whole text: for reported hops only.
 */
export const lineOf = (text: string, pointer: string): number | null => placeIn(text, pointer)?.line ?? null;

/** Where a JSON Pointer leads in a template's text, as far as it is written there. */
export function placeIn(text: string, pointer: string): TextPlace | undefined {
  const steps = pointer.split('/').slice(1);
  try {
    const { depth, offset } = (isJson(text) ? jsonPlace : yamlPlace)(text, steps.map(unescaped));
    return { pointer: ['', ...steps.slice(0, depth)].join('/'), line: lineAt(text, offset) };
  } catch {
    return undefined;
  }
}

const unescaped = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

let known: { readonly text: string; readonly json: boolean } | undefined;

/** Asked for the same text again and again while a report is written. */
function isJson(text: string): boolean {
  if (known?.text !== text) known = { text, json: parses(text) };
  return known.json;
}

function parses(text: string): boolean {
  if (!/^\uFEFF?\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
    return true;
  } catch {
    return false;
  }
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
