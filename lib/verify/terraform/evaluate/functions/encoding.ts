import { createHash } from 'node:crypto';
import { isSymbol, Text, type Value } from '../../../world/value';
import { isTooDeep, type Json } from '../../load/json';
import { contentsOf, isLiteral } from '../contents';
import { refuse, Stop, text, uncomputed } from '../operands';
import { joined } from '../operation';
import type { OperationTable } from './operation-table';

export const encodingFunctions: OperationTable = {
  jsonencode: (value) => encoded(value),
  jsondecode: (value) => decoded(text(value)),
  base64encode: (value) => Buffer.from(text(value), 'utf8').toString('base64'),
  base64decode: (value) => fromBase64(text(value)),
  urlencode: (value) =>
    encodeURIComponent(text(value))
      .replaceAll('%20', '+')
      .replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`),
  md5: (value) => hash('md5', text(value)),
  sha1: (value) => hash('sha1', text(value)),
  sha256: (value) => hash('sha256', text(value)),
  sha512: (value) => hash('sha512', text(value)),
};

const hash = (name: string, value: string): string => createHash(name).update(value).digest('hex');

/** JSON with sorted names; symbols stay as parts of the text. */
function encoded(value: Value | undefined): Value {
  if (value === undefined) return refuse('an argument is missing');
  return joined([...pieces(value)]);
}

function* pieces(value: Value): Iterable<Value> {
  if (isLiteral(value)) yield escaped(JSON.stringify(sorted(value)));
  else if (isSymbol(value)) yield* symbolPieces(value);
  else if (Array.isArray(value))
    yield* enclosed(
      '[',
      ']',
      value.map((part: Value) => ['', part]),
    );
  else
    yield* enclosed(
      '{',
      '}',
      Object.entries(value as object)
        .sort(byName)
        .map(([name, part]) => [`${escaped(JSON.stringify(name))}:`, part]),
    );
}

/** A resource's attribute is text; a variable may be anything, so the whole hangs on it. */
function* symbolPieces(value: Value): Iterable<Value> {
  if (contentsOf(value).variables.size > 0) throw new Stop(value);
  const parts = value instanceof Text ? value.parts : [value];
  yield '"';
  for (const part of parts) yield typeof part === 'string' ? escaped(JSON.stringify(part).slice(1, -1)) : part;
  yield '"';
}

function* enclosed(open: string, close: string, parts: readonly (readonly [string, Value])[]): Iterable<Value> {
  yield open;
  for (const [index, [name, part]] of parts.entries()) {
    yield index === 0 ? name : `,${name}`;
    yield* pieces(part);
  }
  yield close;
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0);

function sorted(value: Value): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(byName)
      .map(([name, part]) => [name, sorted(part)]),
  );
}

/** Terraform escapes what would end a script element, as Go's encoder does. */
const escaped = (json: string): string =>
  json.replace(/[<>&\u2028\u2029]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

function decoded(json: string): Value {
  const value = parsed(json);
  return isTooDeep(value) ? uncomputed('the JSON is nested too deeply') : (value as Value);
}

function parsed(json: string): Json {
  try {
    return JSON.parse(json);
  } catch {
    return refuse('the text is no JSON');
  }
}

function fromBase64(value: string): string {
  const bytes = Buffer.from(value, 'base64');
  if (bytes.toString('base64') !== value) uncomputed('the text is not base64 as it is written here');
  const decoded = bytes.toString('utf8');
  return Buffer.from(decoded, 'utf8').equals(bytes) ? decoded : refuse('the bytes are no text');
}
