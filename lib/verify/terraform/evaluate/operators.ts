import type { Value } from '../../world/value';
import { contentsOf } from './contents';
import { Deferred } from './deferred';
import { equal } from './equality';
import { Failure } from './failure';
import { OpenVariable } from './open-variable';
import { bool, number, refuse, Stop } from './operands';
import { type Decided, operate } from './operation';

/** Whether two values are equal; the operation on a variable always has the variable first, so that it reads alike. */
export function equals(decided: Decided, left: Value, right: Value): Value {
  const swapped = contentsOf(right).variables.size > 0 && contentsOf(left).variables.size === 0;
  const args = swapped ? [right, left] : [left, right];
  return operate(decided, '==', args, ([one, other]) => equalVariables(one as Value, other as Value));
}

/** A variable that can't be null, or that admits only other values, is decided. */
function equalVariables(left: Value, right: Value): boolean {
  if (left instanceof OpenVariable && right === null && !left.openness.nullable) return false;
  if (left instanceof OpenVariable && contentsOf(right).literal && right !== null && left.openness.accepts(right) === false)
    return false;
  return equal(left, right);
}

export function not(decided: Decided, value: Value): Value {
  return operate(decided, '!', [value], ([operand]) => !bool(operand));
}

/** Both operands decide: a false one settles `&&`, a true one `||`, whatever the other is. */
export function logic(decided: Decided, operator: '&&' | '||', left: Value, right: Value): Value {
  if (left instanceof Failure) return left;
  if (right instanceof Failure) return right;
  return operate(decided, operator, [left, right], (args) => settled(args, operator === '||'));
}

function settled(args: readonly Value[], decisive: boolean): boolean {
  const operands = args.map(truth);
  if (operands.includes(decisive)) return decisive;
  const open = args[operands.indexOf(undefined)];
  if (open === undefined) return !decisive;
  // what hangs on variables can be told apart, what is unresolved can't: the first decides what the result is
  throw new Stop(args.find((arg) => arg instanceof Deferred || arg instanceof OpenVariable) ?? open);
}

function truth(value: Value): boolean | undefined {
  try {
    return bool(value);
  } catch (error) {
    if (error instanceof Stop && !(error.value instanceof Failure)) return undefined;
    throw error;
  }
}

const arithmetic: Readonly<Record<string, (left: number, right: number) => Value>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => (right === 0 ? refuse('division by zero') : left / right),
  '%': (left, right) => (right === 0 ? refuse('division by zero') : left % right),
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

/** Applies an operator of two operands. */
export function binary(decided: Decided, operator: string, left: Value, right: Value): Value {
  if (operator === '==') return equals(decided, left, right);
  if (operator === '!=') return not(decided, equals(decided, left, right));
  if (operator === '&&' || operator === '||') return logic(decided, operator, left, right);
  const compute = arithmetic[operator];
  return operate(decided, operator, [left, right], ([one, other]) =>
    compute ? compute(number(one), number(other)) : refuse('an operator is unknown'),
  );
}

/** The opposite of a number. */
export const negated = (decided: Decided, value: Value): Value => operate(decided, '-', [value], ([operand]) => -number(operand));
