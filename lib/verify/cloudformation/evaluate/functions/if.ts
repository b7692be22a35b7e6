import { Unresolved, type Value } from '../../../world/value';
import { MaybeMissing } from '../maybe-missing';
import { Undecided } from '../truth';
import type { Intrinsic } from './intrinsic';

/** `Fn::If`; only the branch that is taken is evaluated. */
export const choose: Intrinsic = (argument, stack, evaluation) => {
  if (!Array.isArray(argument) || argument.length !== 3) return new Unresolved('an If needs a condition and two values');
  const [condition, whenTrue, whenFalse] = argument;
  const truth = typeof condition === 'string' ? evaluation.holds(condition, stack) : evaluation.decide(condition, stack);
  if (!(truth instanceof Undecided)) return evaluation.evaluate(truth ? whenTrue : whenFalse, stack);
  const branches = [whenTrue, whenFalse].map((branch) => evaluation.evaluate(branch, stack));
  if (same(branches)) return branches[0];
  return new (branches.includes(undefined) ? MaybeMissing : Unresolved)(truth.reason, branches.some(isSecret));
};

const same = ([one, other]: readonly (Value | undefined)[]): boolean =>
  one === other && (one === undefined || typeof one !== 'object');

const isSecret = (value: Value | undefined): boolean => JSON.stringify(value ?? null).includes('"secret":true');
