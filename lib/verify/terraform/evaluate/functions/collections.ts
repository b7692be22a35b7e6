import { type Fields, isSymbol, type Value } from '../../../world/value';
import { isLiteral } from '../contents';
import { equal } from '../equality';
import { OpenVariable } from '../open-variable';
import { bool, fields, integer, known, list, number, refuse, text, uncomputed } from '../operands';
import { keyOf } from '../operation';
import type { OperationTable } from './operation-table';
import { asSet, byCodePoint, unified } from './sets';

export const collectionFunctions: OperationTable = {
  concat: (...lists) => lists.flatMap(list),
  merge: (...maps) => merged(maps),
  length: (value) => lengthOf(value),
  lookup: (map, key, ...rest) => lookup(fields(map), text(key), rest),
  element: (values, index) => element(list(values), integer(index)),
  contains: (values, value) => list(values).some((member) => equal(member, value as Value)),
  index: (values, value) => indexOf(list(values), value as Value),
  compact: (values) => list(values).filter((value) => value !== null && value !== ''),
  flatten: (values) => flattened(list(values)),
  distinct: (values) => [...new Map(list(values).map((value) => [keyOf(value), value])).values()],
  keys: (map) => Object.keys(fields(map)).sort(byCodePoint),
  values: (map) => byKey(fields(map)).map(([, value]) => value),
  zipmap: (names, values) => zipped(list(names), list(values)),
  slice: (values, start, end) => slice(list(values), integer(start), integer(end)),
  reverse: (values) => [...list(values)].reverse(),
  sort: (values) => list(values).map(text).sort(byCodePoint),
  sum: (values) =>
    list(values)
      .map(number)
      .reduce((total, value) => total + value, 0),
  one: (values) => one(list(values)),
  alltrue: (values) => list(values).every((value) => bool(value)),
  anytrue: (values) => list(values).some((value) => bool(value)),
  chunklist: (values, size) => chunks(list(values), integer(size)),
  transpose: (map) => transposed(fields(map)),
  setunion: (...sets) => asSet(sets.flatMap(list)),
  setintersection: (first, ...rest) => rest.reduce<readonly Value[]>((kept, set) => kept.filter(isIn(set)), asSet(list(first))),
  setsubtract: (first, second) => asSet(list(first)).filter(not(isIn(second))),
  setproduct: (...sets) => product(sets.map(list)),
  toset: (value) => (value instanceof OpenVariable ? value : asSet(list(value))),
  tolist: (value) => (value instanceof OpenVariable ? value : unified(list(value))),
  tomap: (value) => (value instanceof OpenVariable ? value : fields(value)),
};

const byKey = (map: Fields): readonly [string, Value][] => Object.entries(map).sort(([a], [b]) => byCodePoint(a, b));

type Test = (value: Value) => boolean;

const not =
  (test: Test): Test =>
  (value) =>
    !test(value);

/** Whether a value is in a set; of literals, whose texts tell them apart, without comparing each with each. */
function isIn(set: Value | undefined): Test {
  const members = list(set);
  const keys = new Set(members.map(keyOf));
  return (value) =>
    keys.has(keyOf(value)) || (!(isLiteral(value) && isLiteral(members)) && members.some((member) => equal(member, value)));
}

/** Null counts as an empty map. */
const merged = (maps: readonly Value[]): Fields =>
  Object.fromEntries(maps.filter((map) => map !== null).flatMap((map) => Object.entries(fields(map))));

function lengthOf(value: Value | undefined): number {
  const operand = known(value);
  if (typeof operand === 'string') return [...operand].length;
  return typeof operand === 'object' && operand !== null
    ? Object.keys(operand).length
    : refuse('length needs text, a list or a map');
}

function lookup(map: Fields, key: string, [otherwise]: readonly Value[]): Value {
  return (Object.hasOwn(map, key) ? map[key] : otherwise) ?? (otherwise === null ? null : refuse(`there is no '${key}'`));
}

/** Counts on from the start past the end, as Terraform's page on `element` says. */
function element(values: readonly Value[], index: number): Value {
  if (values.length === 0) return refuse('an empty list has no element');
  return values[((index % values.length) + values.length) % values.length] as Value;
}

function indexOf(values: readonly Value[], value: Value): number {
  const at = values.findIndex((member) => equal(member, value));
  return at < 0 ? refuse('the list has no such element') : at;
}

/** Lists within lists at any depth; what is in a map stays. */
function flattened(values: readonly Value[]): readonly Value[] {
  return values.flatMap((value) => (isSymbol(value) ? list(value) : Array.isArray(value) ? flattened(value) : [value]));
}

function zipped(names: readonly Value[], values: readonly Value[]): Fields {
  if (names.length !== values.length) refuse('the lists differ in length');
  return Object.fromEntries(names.map((name, index) => [text(name), values[index] as Value]));
}

function slice(values: readonly Value[], start: number, end: number): readonly Value[] {
  return start >= 0 && end >= start && end <= values.length ? values.slice(start, end) : refuse('the list has no such part');
}

function one(values: readonly Value[]): Value {
  return values.length > 1 ? refuse('the list has more than one element') : (values[0] ?? null);
}

function chunks(values: readonly Value[], size: number): Value {
  if (size < 1) return size === 0 ? [values] : refuse('a chunk has at least one element');
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) => values.slice(index * size, (index + 1) * size));
}

function transposed(map: Fields): Fields {
  const result = new Map<string, string[]>();
  for (const [key, values] of byKey(map)) {
    for (const name of list(values).map(text)) {
      const keys = result.get(name);
      if (keys) keys.push(key);
      else result.set(name, [key]);
    }
  }
  return Object.fromEntries([...result].sort(([a], [b]) => byCodePoint(a, b)));
}

const largestProduct = 100_000;

function product(sets: readonly (readonly Value[])[]): readonly Value[] {
  if (sets.reduce((count, set) => count * set.length, 1) > largestProduct) uncomputed('the product is too large');
  return sets.reduce<readonly (readonly Value[])[]>(
    (rows, set) => rows.flatMap((row) => set.map((value) => [...row, value])),
    [[]],
  );
}
