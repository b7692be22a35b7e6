import { AnyOf, isSymbol, Reference, Text, Unresolved, type Value } from '../../world/value';
import { partsOf } from './text';
import { type Truth, Undecided } from './truth';
import { ChosenSecret, OpenParameter, OutsideParameter } from './variable';

/** Whether two values are equal as `Fn::Equals` sees it: texts, compared with their case. */
export function equal(one: Value | undefined, other: Value | undefined): Truth {
  const [a, b] = [literal(one), literal(other)];
  if (a !== undefined && b !== undefined) return a === b;
  if (a !== undefined) return equalToLiteral(other, a);
  if (b !== undefined) return equalToLiteral(one, b);
  return same(one, other) ? true : undecided(one, other);
}

/** The text of a value without symbols; of a list, one that no text can be. */
export function literal(value: Value | undefined): string | undefined {
  if (value instanceof ChosenSecret) return value.text;
  if (value === undefined || isSymbol(value)) return undefined;
  if (value === null || typeof value !== 'object') return String(value);
  const written = JSON.stringify(value, (_, inner) => (isSymbol(inner) ? undefined : inner));
  return Array.isArray(value) && value.every((item) => typeof item !== 'object') ? `\u0000${written}` : undefined;
}

function equalToLiteral(value: Value | undefined, text: string): Truth {
  if (value instanceof AnyOf && !value.list && value.admits(text) === false) return false;
  if (value instanceof OutsideParameter && value.admits(text) === false) return false;
  if (value instanceof Text && !mayBe(value, text)) return false;
  return undecided(value);
}

/** Whether a text with holes begins and ends like the literal. */
function mayBe({ parts }: Text, text: string): boolean {
  const [first, last] = [parts[0], parts.at(-1)];
  const fixed = parts.reduce((sum, part) => sum + (typeof part === 'string' ? part.length : 0), 0);
  return (
    (typeof first !== 'string' || text.startsWith(first)) &&
    (typeof last !== 'string' || text.endsWith(last)) &&
    fixed <= text.length
  );
}

/** Whether two open values are one: what is derived from a parameter is not compared. */
export function same(one: Value | undefined, other: Value | undefined): boolean {
  if (one instanceof Reference && other instanceof Reference)
    return one.resource === other.resource && one.attribute === other.attribute;
  if (one instanceof OpenParameter || one instanceof OutsideParameter) {
    return (other instanceof OpenParameter || other instanceof OutsideParameter) && one.variable.key === other.variable.key;
  }
  if (!(one instanceof Text && other instanceof Text)) return false;
  const [a, b] = [partsOf(one), partsOf(other)];
  return (
    a.length === b.length && a.every((part, index) => part === b[index] || (typeof part !== 'string' && same(part, b[index])))
  );
}

function undecided(...values: readonly (Value | undefined)[]): Undecided {
  const unresolved = values.find((value) => value instanceof Unresolved);
  return new Undecided(
    unresolved instanceof Unresolved ? unresolved.reason : 'a condition compares what is only known at deployment',
  );
}
