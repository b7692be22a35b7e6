import { isSymbol, type Value } from '../../../world/value';
import { refuse } from '../operands';
import { converted, type TypeConstraint } from '../type-constraint';
import type { OperationTable } from './operation-table';

export const conversions: OperationTable = {
  tostring: (value) => as(value, { kind: 'string' }),
  tonumber: (value) => as(value, { kind: 'number' }),
  tobool: (value) => as(value, { kind: 'bool' }),
};

/** A symbol is whatever it is made into. */
function as(value: Value | undefined, type: TypeConstraint): Value {
  if (value === undefined) return refuse('an argument is missing');
  if (isSymbol(value)) return value;
  const fits = converted(value, type);
  return fits === undefined ? refuse(`the value is no ${type.kind}`) : fits;
}
