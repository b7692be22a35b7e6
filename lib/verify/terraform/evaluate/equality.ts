import { Reference, Text, type Value } from '../../world/value';
import { contentsOf } from './contents';
import { known, Stop } from './operands';
import { keyOf } from './operation';

/** Whether two values are equal, as Terraform compares them: text and numbers never are. Throws Stop if it can't be decided. */
export function equal(left: Value, right: Value): boolean {
  const symbols = symbolic(left, right);
  if (symbols !== undefined) return symbols;
  const [one, other] = [known(left), known(right)];
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object') return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  return equalParts(Object.entries(one), other as { readonly [name: string]: Value });
}

function equalParts(parts: readonly (readonly [string, Value])[], other: { readonly [name: string]: Value }): boolean {
  if (parts.length !== Object.keys(other).length) return false;
  if (parts.some(([name]) => !Object.hasOwn(other, name))) return false;
  return parts.every(([name, part]) => equal(part, other[name] as Value));
}

/** What is certain of symbols: a value equals itself, and what a resource is called is never null or empty. */
function symbolic(left: Value, right: Value): boolean | undefined {
  if (typeof left === 'object' && left !== null && keyOf(left) === keyOf(right) && contentsOf(left).weight <= 100) return true;
  if (isNamed(left)) return right === null || right === '' ? false : undefined;
  if (isNamed(right)) return left === null || left === '' ? false : undefined;
  if (left instanceof Text) return neverEmpty(left, right);
  return right instanceof Text ? neverEmpty(right, left) : undefined;
}

const identifying: ReadonlySet<string | undefined> = new Set([undefined, 'self_link', 'name', 'email', 'member', 'unique_id']);

const isNamed = (value: Value): boolean => value instanceof Reference && identifying.has(value.attribute);

function neverEmpty(text: Text, other: Value): boolean | undefined {
  if (other === null || (other === '' && text.parts.some((part) => typeof part === 'string'))) return false;
  throw new Stop(text);
}
