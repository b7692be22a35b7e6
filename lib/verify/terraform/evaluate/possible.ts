import type { Value } from '../../world/value';
import { type Assumed, conjunction, type Fact, holds } from './assumed';
import { contentsOf, isLiteral } from './contents';
import { Deferred } from './deferred';
import { OpenVariable } from './open-variable';
import { converted, partType, type TypeConstraint } from './type-constraint';

/** Whether a variable can have a value for which all that a world assumes of it is so; `undefined` if that can't be decided. */
export function isPossible(variable: OpenVariable, assumed: Assumed): boolean | undefined {
  const fixed = assumed.fixed.get(variable.name);
  const facts = assumed.about(variable.name);
  if (fixed !== undefined) return meets(variable, facts, fixed);
  const candidates = candidatesFor(variable, facts);
  const met = candidates.map((value) => meets(variable, facts, value));
  if (met.includes(true)) return true;
  return met.includes(undefined) || !isExhausted(variable, facts) ? undefined : false;
}

function meets({ openness }: OpenVariable, facts: readonly Fact[], value: Value): boolean | undefined {
  return conjunction([value === null ? openness.nullable : openness.accepts(value), ...facts.map((fact) => holds(fact, value))]);
}

/** Values at and around the literals that the facts compare with, and such as no fact names. */
function candidatesFor(variable: OpenVariable, facts: readonly Fact[]): readonly Value[] {
  const { type, domain, nullable } = variable.openness;
  if (domain) return domain;
  const literals = facts.flatMap((fact) => literalsIn(fact.operation));
  const numbers = literals.flatMap((value) =>
    typeof value === 'number' ? [value - 1, value - 0.5, value, value + 0.5, value + 1] : [],
  );
  const lengths = [0, 1, ...numbers].filter((count) => Number.isInteger(count) && count >= 0 && count <= 64);
  const texts = [
    ...literals.flatMap((value) => (typeof value === 'string' ? [value, `${value}x`, `x${value}`] : [])),
    ...lengths.map((length) => 'x'.repeat(length)),
  ];
  const lists = lengths.map((length) => Array.from({ length }, (_, index) => sampleOf(partType(type, '0'), index)));
  const maps = lists.map((list) => Object.fromEntries(list.map((value, index) => [`key${index}`, value])));
  const all: readonly Value[] = [
    ...texts,
    ...numbers,
    0,
    1,
    '',
    'x',
    'none-of-these',
    true,
    false,
    ...lists,
    ...maps,
    ...literals,
  ];
  const defaults = variable.defaultValue === undefined ? [] : [variable.defaultValue];
  const fitting = [...defaults, ...all].map((value) => converted(value, type)).filter((value) => value !== undefined);
  return nullable ? [...fitting, null] : fitting;
}

/** Some value of a type, another for each number. */
function sampleOf(type: TypeConstraint, index: number): Value {
  if (type.kind === 'number') return index;
  if (type.kind === 'bool') return index % 2 === 0;
  if (type.kind === 'object')
    return Object.fromEntries([...type.attributes].map(([name, attribute]) => [name, sampleOf(attribute, index)]));
  if (type.kind === 'tuple') return type.items.map((item) => sampleOf(item, index));
  if (type.kind === 'list' || type.kind === 'set') return [sampleOf(type.of, index)];
  return type.kind === 'map' ? { key: sampleOf(type.of, index) } : `value${index}`;
}

function literalsIn(value: Value): readonly Value[] {
  if (value instanceof Deferred) return value.args.flatMap(literalsIn);
  if (Array.isArray(value)) return contentsOf(value).weight > 1_000 ? [] : value.flatMap(literalsIn);
  return isLiteral(value) && typeof value !== 'object' ? [value] : [];
}

/** Whether no value is left that the candidates don't stand for: all facts compare the variable itself, or all its length, with literals. */
function isExhausted({ openness }: OpenVariable, facts: readonly Fact[]): boolean {
  if (openness.domain) return true;
  if (openness.validated) return false;
  const operations = facts.map((fact) => fact.operation);
  if (openness.type.kind === 'string') return operations.every(isEquality) || operations.every(isOfLength);
  if (openness.type.kind === 'number') return operations.every(isOfNumber);
  const sized = openness.type.kind === 'list' || openness.type.kind === 'set' || openness.type.kind === 'map';
  return sized && openness.type.kind !== 'set' && operations.every(isOfLength);
}

const isEquality = ({ operator, args: [left, right] }: Deferred): boolean =>
  operator === '==' && left instanceof OpenVariable && (typeof right === 'string' || right === null);

const comparisons: ReadonlySet<string> = new Set(['==', '<', '<=', '>', '>=']);

/** The numbers in between are tried only around whole ones. */
const isOfNumber = ({ operator, args }: Deferred): boolean =>
  comparisons.has(operator) && args.every((side) => side instanceof OpenVariable || side === null || Number.isSafeInteger(side));

const isOfLength = ({ operator, args }: Deferred): boolean =>
  comparisons.has(operator) &&
  args.every((side) => isLength(side) || (Number.isSafeInteger(side) && Math.abs(side as number) < 60));

const isLength = (value: Value): boolean =>
  value instanceof Deferred && value.operator === 'length' && value.args[0] instanceof OpenVariable;
