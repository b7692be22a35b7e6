import { AnyOf, Reference, Text, Unresolved, type Value } from '../../world/value';
import { withDynamicReferences } from './dynamic-reference';

/** A piece of a text: literal, or a hole. */
export type Part = string | Reference | AnyOf | Unresolved;

/** Puts pieces together; undefined pieces, from `AWS::NoValue`, leave nothing. */
export function joined(values: readonly (Value | undefined)[]): Value {
  return textOf(values.flatMap(partsOf));
}

/** The text that the parts make: a literal or a lone hole if that is all there is. */
export function textOf(parts: readonly Part[]): Value {
  const whole = merged(withDynamicReferences(merged(parts)));
  if (whole.length > 1) return new Text(whole);
  return whole[0] ?? '';
}

/** What a value contributes to a text. */
export function partsOf(value: Value | undefined): readonly Part[] {
  if (value === undefined) return [];
  if (value instanceof Text) return value.parts;
  if (value instanceof Reference || value instanceof AnyOf || value instanceof Unresolved) return [value];
  if (value === null || typeof value !== 'object') return [String(value)];
  return [new Unresolved('a list or mapping stands where text belongs')];
}

function merged(parts: readonly Part[]): Part[] {
  const whole: Part[] = [];
  for (const part of parts) {
    const last = whole.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string') whole[whole.length - 1] = last + part;
    else whole.push(part);
  }
  return whole;
}
