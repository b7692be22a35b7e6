import { isSymbol, Text, Unresolved, type Value } from '../../../world/value';
import { isObject, type Json } from '../../load/json';

/** What a text's templates stand for. */
export interface Templates {
  /** A reference. */
  readonly reference: (reference: string) => Value;
  /** A text with any other template. */
  readonly other: (text: string) => Value;
}

const hole = /\$\{([^{}]*)\}/g;
const simple = /^\s*([\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}_][\p{L}\p{N}_-]*|\.\d+|\[(?:\d+|"[^"\\]*")\])+)\s*$/u;

/** What a JSON configuration states, whose texts plans keep. */
export function statedValue(stated: Json, templates: Templates): Value {
  if (typeof stated === 'string') return statedText(stated, templates);
  if (Array.isArray(stated)) return stated.map((each) => statedValue(each, templates));
  if (!isObject(stated)) return stated;
  return Object.fromEntries(Object.entries(stated).map(([name, each]) => [name, statedValue(each, templates)]));
}

function statedText(text: string, { reference, other }: Templates): Value {
  // "Strings and Templates": an escaped template is no template; stand-ins keep it out of the way
  const open = text.replace(/(?<![$%])([$%])\1\{/g, (_, sign: string) => standIns[sign] ?? '');
  if (!/[$%]\{/.test(open)) return restored(open);
  const references = [...open.matchAll(hole)].map(([, inside = '']) => simple.exec(inside)?.[1]);
  const isOther = /[$%]\{/.test(open.replace(hole, '')) || /[$%]{2}\{/.test(open) || references.includes(undefined);
  if (isOther) return other(text);
  const parts = open.split(hole).map((part, at) => (at % 2 === 0 ? restored(part) : reference(references[(at - 1) / 2] ?? '')));
  const [only, ...others] = parts.filter((part) => part !== '');
  return only !== undefined && others.length === 0 ? only : textOf(parts);
}

const standIns: Readonly<Record<string, string>> = { $: '\u{e000}', '%': '\u{e001}' };
const restored = (text: string): string => text.replaceAll('\u{e000}', '${').replaceAll('\u{e001}', '%{');

const isWord = (value: Value): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value);

function textOf(parts: readonly Value[]): Value {
  if (parts.every(isWord)) return parts.join('');
  return new Text(parts.filter((part) => part !== '').map(partOf));
}

function partOf(value: Value): Text['parts'][number] {
  if (isWord(value)) return String(value);
  return value === null || value instanceof Text || !isSymbol(value)
    ? new Unresolved('a part of a text is known after apply')
    : (value as Text['parts'][number]);
}
