import { type Fields, isFields, isSymbol, Unresolved, type Value } from '../../world/value';
import { Failure, Undeployable } from './failure';
import { NameReference } from './whole-resource';

/** Ends an operation: its result is a failure, or hangs on a symbol. */
export class Stop extends Error {
  constructor(readonly value: Value) {
    super();
  }
}

/** Ends an operation that Terraform would refuse. */
export function refuse(reason: string): never {
  throw new Stop(new Failure(reason));
}

/** Ends an operation that isn't computed here, though Terraform might. */
export function uncomputed(reason: string): never {
  throw new Stop(new Unresolved(reason));
}

/** An operand that isn't a symbol; a name that the configuration states counts as that text. */
export function known(value: Value | undefined): null | boolean | number | string | readonly Value[] | Fields {
  if (value === undefined) refuse('an argument is missing');
  const stated = value instanceof NameReference ? statedName(value) : value;
  if (isSymbol(stated)) throw new Stop(stated);
  return stated;
}

/** Names may lead to names, and in a circle. */
function statedName(reference: NameReference): Value {
  let value: Value = reference;
  for (let step = 0; step < 20 && value instanceof NameReference; step++) value = value.literal();
  return value;
}

export function text(value: Value | undefined): string {
  const operand = known(value);
  if (typeof operand === 'string') return operand;
  return typeof operand === 'number' || typeof operand === 'boolean' ? numberText(operand) : refuse('text is needed');
}

/** Terraform writes numbers in full, never with an exponent. */
const numberText = (value: number | boolean): string =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) >= 1e21 ? BigInt(value).toString() : String(value);

export function number(value: Value | undefined): number {
  const operand = known(value);
  if (typeof operand === 'number') return operand;
  const digits = typeof operand === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(operand);
  return digits ? Number(operand) : refuse('a number is needed');
}

export function integer(value: Value | undefined): number {
  const operand = number(value);
  return Number.isSafeInteger(operand) ? operand : refuse('a whole number is needed');
}

export function bool(value: Value | undefined): boolean {
  const operand = known(value);
  if (typeof operand === 'boolean') return operand;
  if (operand === null) throw new Stop(new Undeployable('true or false is needed, got null'));
  const text = String(operand);
  const fits = typeof operand === 'string' && ['true', 'false', '1', '0'].includes(text);
  return fits ? text === 'true' || text === '1' : refuse('true or false is needed');
}

export function list(value: Value | undefined): readonly Value[] {
  const operand = known(value);
  return Array.isArray(operand) ? operand : refuse('a list is needed');
}

export function fields(value: Value | undefined): Fields {
  const operand = known(value);
  return isFields(operand as Value) ? (operand as Fields) : refuse('a map is needed');
}

export const texts = (value: Value | undefined): readonly string[] => list(value).map((part) => text(part));
