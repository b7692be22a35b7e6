import { AnyOf, isSymbol, Reference, Text, Unresolved, type Value } from '../../world/value';
import { isSecretAttribute, namesSecretData } from '../credentials/secret-attributes';
import { Deferred } from './deferred';
import { OpenVariable } from './open-variable';

/** What is inside a value, however deep. */
export interface Contents {
  /** How many values it holds, those that are shared counted at each place, and long texts for more. */
  readonly weight: number;
  readonly variables: ReadonlyMap<string, OpenVariable>;
  /** Whether nothing in it is a symbol. */
  readonly literal: boolean;
  /** Whether something in it is a secret that is kept elsewhere. */
  readonly secret: boolean;
}

const none: ReadonlyMap<string, OpenVariable> = new Map();
const plain: Contents = { weight: 1, variables: none, literal: true, secret: false };
const symbolic: Contents = { ...plain, literal: false };

/** Smaller values are looked at again more cheaply than they are remembered. */
const small = 8;

/** Values are shared in a graph that may be far smaller than the tree it stands for: each part is looked at once. */
const known = new WeakMap<object, Contents>();

export function contentsOf(value: Value): Contents {
  if (typeof value === 'string') return value.length < 100 ? plain : { ...plain, weight: 1 + Math.floor(value.length / 100) };
  if (typeof value !== 'object' || value === null) return plain;
  const found = known.get(value);
  if (found) return found;
  const contents = isSymbol(value) ? symbolContents(value) : combined(Object.values(value));
  if (contents.weight > small) known.set(value, contents);
  return contents;
}

function symbolContents(value: Value): Contents {
  if (value instanceof Text) return { ...combined(value.parts), literal: false };
  return { ...symbolic, variables: variablesOf(value), secret: isSecret(value) };
}

function variablesOf(value: Value): ReadonlyMap<string, OpenVariable> {
  if (value instanceof OpenVariable) return new Map([[value.name, value]]);
  return value instanceof Deferred ? value.variables : none;
}

function isSecret(value: Value): boolean {
  if (value instanceof Reference) return isSecretAttribute(value.resource, value.attribute);
  if (value instanceof Unresolved) return value.secret || namesSecretData(value.reason);
  return value instanceof AnyOf && value.secret;
}

function combined(parts: readonly Value[]): Contents {
  const all = parts.map(contentsOf);
  const weight = all.reduce((sum, part) => sum + part.weight, 1);
  const open = all.filter((part) => part.variables.size > 0);
  const variables = open.length === 0 ? none : new Map(open.flatMap((part) => [...part.variables]));
  return { weight, variables, literal: all.every((part) => part.literal), secret: all.some((part) => part.secret) };
}

export const isLiteral = (value: Value): boolean => contentsOf(value).literal;

/** Whether a value is a variable that may be anything, or hangs on one. */
export const isOpen = (value: Value): boolean => value instanceof AnyOf || value instanceof Deferred;
