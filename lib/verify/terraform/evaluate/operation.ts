import { Reference, Text, Unresolved, type Value } from '../../world/value';
import { contentsOf } from './contents';
import { type Assignment, Deferred } from './deferred';
import { Failure } from './failure';
import { OpenVariable } from './open-variable';
import { Stop } from './operands';

/** What is already decided about operations on open variables, by the operation's text. */
export type Decided = (text: string) => boolean | undefined;

/** Values that hold more parts, and texts that are longer, count as unresolved. */
const heaviest = 2_000_000;
const longest = 1_000_000;
const mostPieces = 1_000;

/** The longest operation that worlds are told apart by. */
const longestKey = 1_000;

/** Applies an operation; with operands that aren't known, the result is put off, or unresolved. */
export function operate(
  decided: Decided,
  operator: string,
  args: readonly Value[],
  compute: (args: readonly Value[]) => Value,
): Value {
  try {
    return bounded(compute(args), operator);
  } catch (error) {
    // a text longer than the engine can hold, or a number of digits that it doesn't write
    if (error instanceof RangeError) return new Unresolved(`${operator} is too much to compute`);
    if (!(error instanceof Stop)) throw error;
    return stopped(error.value, { decided, operator, args, compute });
  }
}

interface Operation {
  readonly decided: Decided;
  readonly operator: string;
  readonly args: readonly Value[];
  readonly compute: (args: readonly Value[]) => Value;
}

function stopped(value: Value, operation: Operation): Value {
  if (value instanceof Failure) return value;
  if (value instanceof OpenVariable || value instanceof Deferred) return deferred(operation);
  if (value instanceof Text && contentsOf(value).variables.size > 0) return deferred(operation);
  return new Unresolved(reasonOf(value, operation), tells(operation));
}

function reasonOf(value: Value, { operator }: Operation): string {
  if (value instanceof Unresolved) return value.reason;
  return value instanceof Reference
    ? `${nameOf(value)} is known after apply`
    : `'${operator}' of a text that is known after apply`;
}

/** Operations whose results don't give away what they are made of. */
const discreet: ReadonlySet<string> = new Set(
  '== != < > <= >= && || ! ?: empty coalesce length contains startswith endswith can md5 sha1 sha256 sha512'.split(' '),
);

/** Whether a result holds a secret that one of the operands is or holds. */
export const tells = ({ operator, args }: Pick<Operation, 'operator' | 'args'>): boolean =>
  !discreet.has(operator) && contentsOf(args).secret;

const nameOf = (reference: Reference): string => `${reference.resource}.${reference.attribute ?? 'id'}`;

function deferred(operation: Operation): Value {
  const { decided, operator, args, compute } = operation;
  const secret = tells(operation);
  const text = `${operator}(${args.map(keyOf).join(', ')})`;
  const variables = contentsOf(args).variables;
  if (text.length > longestKey) {
    const names = [...variables.keys()].slice(0, 3).join(', ');
    return new Unresolved(`'${operator}' hangs on ${names}`, secret);
  }
  const later = (assignment: Assignment): Value =>
    operate(
      () => undefined,
      operator,
      args.map((value) => assigned(value, assignment)),
      compute,
    );
  return decided(text) ?? new Deferred(text, operator, args, variables, later, secret);
}

/** A value as it stands in an operation's text; texts that are equal are of equal values. */
export function keyOf(value: Value): string {
  if (value instanceof Deferred) return value.text;
  if (value instanceof OpenVariable) return value.name;
  if (contentsOf(value).weight > 100) return typeof value === 'string' ? JSON.stringify(value) : anonymous(value as object);
  if (Array.isArray(value)) return `[${value.map(keyOf).join(', ')}]`;
  if (value instanceof Reference) return nameOf(value);
  if (value instanceof Text) return `"${value.parts.map(keyOf).join('')}"`;
  if (value instanceof Unresolved) return anonymous(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, part]) => `${JSON.stringify(name)} = ${keyOf(part)}`)
    .join(', ')}}`;
}

/** What begins the key of a value that only equals itself; in no text that anybody writes. */
const unnamed = '\u0000';

/** Whether a key means the same in each evaluation. */
export const isLasting = (key: string): boolean => !key.includes(unnamed);

const identities = new WeakMap<object, string>();
let identified = 0;

function anonymous(value: object): string {
  const found = identities.get(value) ?? `${unnamed}${++identified}`;
  identities.set(value, found);
  return found;
}

/** Null is a value, too. */
const given = (value: Value | undefined, otherwise: Value): Value => (value === undefined ? otherwise : value);

/** A value with variables put in. */
export function assigned(value: Value, assignment: Assignment): Value {
  if (value instanceof OpenVariable) return given(assignment(value.name), value);
  if (value instanceof Deferred) return value.compute(assignment);
  if (contentsOf(value).variables.size === 0 || typeof value !== 'object' || value === null) return value;
  if (value instanceof Text) return joined(value.parts.map((part) => assigned(part, assignment)));
  if (Array.isArray(value)) return value.map((part) => assigned(part, assignment));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, assigned(part, assignment)]));
}

/** A text of parts, each a literal or a symbol. */
export function joined(parts: readonly Value[]): Value {
  const failure = parts.find((part) => part instanceof Failure);
  if (failure) return failure;
  if (parts.reduce<number>((sum, part) => sum + (typeof part === 'string' ? part.length : 1), 0) > longest)
    return new Unresolved('a text is too long');
  const pieces: (string | Text['parts'][number])[] = [];
  for (const part of parts.flatMap((value): readonly Value[] => (value instanceof Text ? value.parts : [value]))) {
    const last = pieces.at(-1);
    const piece = pieceOf(part);
    if (piece instanceof Failure) return piece;
    if (typeof piece === 'string' && typeof last === 'string') pieces[pieces.length - 1] = last + piece;
    else if (piece !== '') pieces.push(piece);
  }
  return textOf(pieces);
}

function textOf(pieces: readonly (string | Text['parts'][number])[]): Value {
  const [first, second] = pieces;
  if (first === undefined) return '';
  if (second === undefined && typeof first === 'string') return bounded(first, 'a text');
  const length = pieces.reduce((sum, piece) => sum + (typeof piece === 'string' ? piece.length : 1), 0);
  return length > longest || pieces.length > mostPieces ? new Unresolved('a text is too long') : new Text(pieces);
}

function pieceOf(value: Value): Text['parts'][number] {
  if (typeof value === 'string' || value instanceof Reference || value instanceof OpenVariable || value instanceof Unresolved)
    return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return new Failure(value === null ? 'a text has a part that is null' : 'a text has a part that is a list or a map');
}

/** A result, unless it is too large to be worked with. */
export function bounded(value: Value, what: string): Value {
  if (typeof value === 'number' && !Number.isFinite(value)) return new Unresolved(`${what} is too large a number`);
  if (typeof value === 'string') return value.length > longest ? new Unresolved(`${what} is too long`) : value;
  return contentsOf(value).weight > heaviest ? new Unresolved(`${what} has too many parts`) : value;
}
