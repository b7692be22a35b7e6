import { Unresolved } from '../../../world/value';
import { member } from '../../load/json';
import { MaybeMissing } from '../maybe-missing';
import type { Intrinsic } from './intrinsic';

/** `Fn::Length`. */
export const length: Intrinsic = (argument, stack, evaluation) => {
  const list = member(argument, 'Fn::GetAZs') === undefined ? evaluation.evaluate(argument, stack) : undefined;
  return Array.isArray(list) && !list.some((item) => item instanceof MaybeMissing)
    ? list.length
    : new Unresolved('the length of a list is only known at deployment');
};
