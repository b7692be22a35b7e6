import { type Fields, isFields, isSymbol, Unresolved, type Value } from '../../world/value';
import { parseString, parseWhole } from './expression/parse';
import { type Entry, type Node, SyntaxProblem } from './expression/syntax';

/** What a variable's `type` admits. */
export type TypeConstraint =
  | { readonly kind: 'any' | 'string' | 'number' | 'bool' }
  | { readonly kind: 'list' | 'set' | 'map'; readonly of: TypeConstraint }
  | { readonly kind: 'object'; readonly attributes: ReadonlyMap<string, TypeConstraint>; readonly defaults: Fields }
  | { readonly kind: 'tuple'; readonly items: readonly TypeConstraint[] };

const anyType: TypeConstraint = { kind: 'any' };

/** The constraint that a text writes, as `list(string)` or `${list(string)}`; any type if it isn't understood. */
export function typeConstraint(text: unknown): TypeConstraint {
  if (typeof text !== 'string') return anyType;
  try {
    return constraintOf(text.startsWith('${') ? parseString(text) : parseWhole(text));
  } catch (error) {
    if (error instanceof SyntaxProblem) return anyType;
    throw error;
  }
}

function constraintOf(node: Node): TypeConstraint {
  if (node.kind === 'name') return named(node.name);
  if (node.kind !== 'call') return anyType;
  const [argument] = node.args;
  if (!argument) return anyType;
  return callOf(node.name, argument);
}

/** Terraform's page "Type Constraints": a bare `list` is `list(any)`. */
function named(name: string): TypeConstraint {
  if (name === 'string' || name === 'number' || name === 'bool') return { kind: name };
  return name === 'list' || name === 'set' || name === 'map' ? { kind: name, of: anyType } : anyType;
}

function callOf(name: string, argument: Node): TypeConstraint {
  if (name === 'list' || name === 'set' || name === 'map') return { kind: name, of: constraintOf(argument) };
  if (name === 'optional') return constraintOf(argument);
  if (name === 'tuple' && argument.kind === 'list') return { kind: 'tuple', items: argument.items.map(constraintOf) };
  return name === 'object' && argument.kind === 'object' ? objectOf(argument.entries) : anyType;
}

function objectOf(entries: readonly Entry[]): TypeConstraint {
  const known = entries.flatMap(({ key, value }) => (key.kind === 'literal' ? [[String(key.value), value] as const] : []));
  const attributes = new Map(known.map(([name, type]) => [name, constraintOf(type)]));
  return { kind: 'object', attributes, defaults: Object.fromEntries(known.flatMap(([name, type]) => optional(name, type))) };
}

/** An optional attribute is null, or what `optional` says, where it is left out. */
function optional(name: string, type: Node): readonly (readonly [string, Value])[] {
  if (type.kind !== 'call' || type.name !== 'optional') return [];
  const [, value] = type.args;
  return [[name, value === undefined ? null : literalOf(value)]];
}

/** A literal; what isn't one is not computed here. */
function literalOf(node: Node): Value {
  if (node.kind === 'literal') return node.value;
  if (node.kind === 'list') return node.items.map(literalOf);
  if (node.kind === 'unary' && node.of.kind === 'literal' && typeof node.of.value === 'number') return -node.of.value;
  if (node.kind !== 'object') return new Unresolved('the default of an attribute is not a literal');
  return Object.fromEntries(
    node.entries.map(({ key, value }) => [key.kind === 'literal' ? String(key.value) : '', literalOf(value)]),
  );
}

/** What one more step into a value of a type has: the attribute or element `name`. */
export function partType(type: TypeConstraint, name: string): TypeConstraint {
  if (type.kind === 'object') return type.attributes.get(name) ?? anyType;
  if (type.kind === 'tuple') return type.items[Number(name)] ?? anyType;
  return 'of' in type ? type.of : anyType;
}

/** Whether a value of a type may be a list or a map of values. */
export const isCollection = (type: TypeConstraint): boolean => !['any', 'string', 'number', 'bool'].includes(type.kind);

/** A value as a type takes it, as Terraform converts it; undefined if it doesn't fit. */
export function converted(value: Value, type: TypeConstraint): Value | undefined {
  if (value === null || type.kind === 'any' || isSymbol(value)) return value;
  if (type.kind === 'string') return toText(value);
  if (type.kind === 'number') return toNumber(value);
  if (type.kind === 'bool') return toBool(value);
  return convertedCollection(value, type);
}

function convertedCollection(value: Value, type: TypeConstraint): Value | undefined {
  if (type.kind === 'list' || type.kind === 'set')
    return Array.isArray(value) ? all(value.map((part) => converted(part, type.of))) : undefined;
  if (type.kind === 'tuple')
    return Array.isArray(value) ? all(value.map((part, index) => converted(part, partType(type, String(index))))) : undefined;
  if (!isFields(value)) return undefined;
  const whole = type.kind === 'object' ? declaredIn(value, type.attributes, type.defaults) : value;
  if (type.kind === 'object' && Object.keys(whole).length < type.attributes.size) return undefined;
  const entries = Object.entries(whole).map(([name, part]) => [name, converted(part, partType(type, name))] as const);
  return entries.some(([, part]) => part === undefined) ? undefined : Object.fromEntries(entries as [string, Value][]);
}

/** The attributes that are declared; null counts as left out where there is a default. */
function declaredIn(value: Fields, attributes: ReadonlyMap<string, TypeConstraint>, defaults: Fields): Fields {
  const kept = Object.entries(value).filter(
    ([name, part]) => attributes.has(name) && (part !== null || !Object.hasOwn(defaults, name)),
  );
  return { ...defaults, ...Object.fromEntries(kept) };
}

const all = (values: readonly (Value | undefined)[]): Value | undefined =>
  values.includes(undefined) ? undefined : (values as readonly Value[]);

const toText = (value: Value): Value | undefined =>
  typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : typeof value === 'object' && value !== null && (Array.isArray(value) || isFields(value))
      ? undefined
      : value;

function toNumber(value: Value): Value | undefined {
  if (typeof value === 'string') return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value) ? Number(value) : undefined;
  return typeof value === 'boolean' || Array.isArray(value) || isFields(value) ? undefined : value;
}

function toBool(value: Value): Value | undefined {
  if (value === 'true' || value === 'false') return value === 'true';
  return typeof value === 'string' || typeof value === 'number' || Array.isArray(value) || isFields(value) ? undefined : value;
}
