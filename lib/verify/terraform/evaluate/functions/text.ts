import { isSymbol, type Value } from '../../../world/value';
import { integer, list, number, refuse, text, uncomputed } from '../operands';
import { joined } from '../operation';
import { boundedPattern } from './bounded-pattern';
import type { OperationTable } from './operation-table';

/** Longer texts are not made. */
const longest = 10_000_000;

export const textFunctions: OperationTable = {
  join: (separator, ...lists) => interspersed(text(separator), lists.flatMap(list)),
  split: (separator, value) => split(text(separator), text(value)),
  format: (pattern, ...args) => format(text(pattern), args),
  formatlist: (pattern, ...args) => formatEach(text(pattern), args),
  replace: (value, from, to) => replaced(text(value), text(from), text(to)),
  lower: (value) => text(value).toLowerCase(),
  upper: (value) => text(value).toUpperCase(),
  title: (value) =>
    text(value).replace(/(^|[^\p{L}\p{N}_])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase()),
  trimspace: (value) => text(value).trim(),
  trim: (value, cut) => trimmed(text(value), text(cut), true, true),
  trimprefix: (value, prefix) => (text(value).startsWith(text(prefix)) ? text(value).slice(text(prefix).length) : text(value)),
  trimsuffix: (value, suffix) =>
    text(suffix) !== '' && text(value).endsWith(text(suffix)) ? text(value).slice(0, -text(suffix).length) : text(value),
  startswith: (value, prefix) => text(value).startsWith(text(prefix)),
  endswith: (value, suffix) => text(value).endsWith(text(suffix)),
  strcontains: (value, part) => text(value).includes(text(part)),
  strrev: (value) => [...text(value)].reverse().join(''),
  substr: (value, offset, length) => substring([...text(value)], integer(offset), integer(length)),
  chomp: (value) => text(value).replace(/[\r\n]+$/, ''),
  regex: (pattern, value) => firstMatch(text(pattern), text(value)),
  regexall: (pattern, value) => [...text(value).matchAll(boundedPattern(text(pattern), text(value).length, 'g'))].map(captured),
};

function interspersed(separator: string, parts: readonly Value[]): Value {
  if (separator.length * parts.length > longest) uncomputed('the text is too long');
  return joined(parts.flatMap((part, index) => (index === 0 ? [textual(part)] : [separator, textual(part)])));
}

/** A symbol stays as a part of the text; what is neither that nor text is refused. */
const textual = (value: Value | undefined): Value => (value !== undefined && isSymbol(value) ? value : text(value));

function split(separator: string, value: string): readonly string[] {
  return value === '' ? (separator === '' ? [] : ['']) : value.split(separator);
}

function trimmed(value: string, cut: string, start: boolean, end: boolean): string {
  const letters = [...value];
  const kept = (letter: string): boolean => !cut.includes(letter);
  const from = start ? letters.findIndex(kept) : 0;
  const to = end ? letters.findLastIndex(kept) : letters.length - 1;
  return from < 0 ? '' : letters.slice(from, to + 1).join('');
}

function substring(letters: readonly string[], offset: number, length: number): string {
  const start = offset < 0 ? Math.max(0, letters.length + offset) : offset;
  return letters.slice(start, length < 0 ? undefined : start + length).join('');
}

/** A pattern between slashes is a regular expression, as Terraform's page on `replace` says. */
function replaced(value: string, from: string, to: string): Value {
  if (((value.length + 1) / Math.max(1, from.length)) * to.length > longest) uncomputed('the text is too long');
  if (!(from.length > 1 && from.startsWith('/') && from.endsWith('/'))) return value.replaceAll(from, () => to);
  const pattern = boundedPattern(from.slice(1, -1), value.length, 'g');
  const groups = (whole: string, ...rest: readonly unknown[]): string =>
    to.replace(/\$(?:\{(\w+)\}|(\d+))/g, (_, named: string, numbered: string) => group(named ?? numbered, whole, rest));
  return value.replace(pattern, groups);
}

function group(name: string, whole: string, rest: readonly unknown[]): string {
  if (/^\d+$/.test(name))
    return name === '0' ? whole : typeof rest[Number(name) - 1] === 'string' ? (rest[Number(name) - 1] as string) : '';
  const named = rest.at(-1);
  return typeof named === 'object' && named !== null ? ((named as Record<string, string>)[name] ?? '') : '';
}

function firstMatch(pattern: string, value: string): Value {
  const found = boundedPattern(pattern, value.length).exec(value);
  return found ? captured(found) : refuse(`'${pattern}' doesn't match`);
}

/** Without groups the whole match, with named ones a map, else a list. */
function captured(found: RegExpMatchArray): Value {
  if (found.groups) return Object.fromEntries(Object.entries(found.groups).map(([name, part]) => [name, part ?? null]));
  return found.length === 1 ? found[0] : found.slice(1).map((part) => part ?? null);
}

/** Verbs that are computed exactly; a symbol may only stand where it is written as it is. */
function format(pattern: string, args: readonly Value[]): Value {
  let next = 0;
  const pieces = pattern.split(/(%[-+ #0]*\d*(?:\.\d+)?[a-zA-Z%])/).map((piece, index): Value => {
    if (index % 2 === 0) return piece.includes('%') ? uncomputed(`the format '${pattern}' isn't understood`) : piece;
    return piece === '%%' ? '%' : verb(piece, args[next++]);
  });
  return next === args.length ? joined(pieces) : refuse(`the format '${pattern}' takes ${next} arguments`);
}

function verb(piece: string, value: Value | undefined): Value {
  if (piece === '%s' || piece === '%v') return textual(value);
  const [, flags = '', width = '', precision, letter = ''] = /^%([-+ #0]*)(\d*)(?:\.(\d+))?(.)$/.exec(piece) ?? [];
  return padded(verbText(letter, value, precision), flags, Number(width));
}

function verbText(letter: string, value: Value | undefined, precision: string | undefined): string {
  if (letter === 's' || letter === 'v') return precision === undefined ? text(value) : text(value).slice(0, Number(precision));
  if (letter === 'd') return String(integer(value));
  if (letter === 'q') return JSON.stringify(text(value));
  if (letter === 'f') return number(value).toFixed(Number(precision ?? 6));
  if (letter === 'x' || letter === 'b' || letter === 'o') return integer(value).toString({ x: 16, b: 2, o: 8 }[letter]);
  return letter === 'X' ? integer(value).toString(16).toUpperCase() : uncomputed(`the verb %${letter} isn't computed`);
}

function padded(value: string, flags: string, width: number): string {
  if (width > 10_000) uncomputed('the width is too large');
  const signed = flags.includes('+') && !value.startsWith('-') ? `+${value}` : value;
  if (flags.includes('-')) return signed.padEnd(width);
  if (!flags.includes('0')) return signed.padStart(width);
  const [, sign = '', digits = ''] = /^([+-]?)(.*)$/s.exec(signed) ?? [];
  return sign + digits.padStart(width - sign.length, '0');
}

function formatEach(pattern: string, args: readonly Value[]): Value {
  const lists = args.filter((value) => Array.isArray(value)) as (readonly Value[])[];
  const length = lists[0]?.length ?? 1;
  if (lists.some((values) => values.length !== length)) refuse('the lists differ in length');
  if (length * pattern.length > longest) uncomputed('the text is too long');
  return Array.from({ length }, (_, index) =>
    format(
      pattern,
      args.map((value) => (Array.isArray(value) ? (value[index] as Value) : value)),
    ),
  );
}
