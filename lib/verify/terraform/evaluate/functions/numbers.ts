import type { Value } from '../../../world/value';
import { integer, number, refuse, text, uncomputed } from '../operands';
import type { OperationTable } from './operation-table';

/** Longer ranges are refused: no network has as many parts. */
const longestRange = 100_000;

export const numberFunctions: OperationTable = {
  min: (...args) => Math.min(...args.map(number)),
  max: (...args) => Math.max(...args.map(number)),
  abs: (value) => Math.abs(number(value)),
  ceil: (value) => Math.ceil(number(value)),
  floor: (value) => Math.floor(number(value)),
  pow: (value, power) => number(value) ** number(power),
  signum: (value) => Math.sign(number(value)),
  parseint: (value, base) => parsed(text(value), integer(base)),
  range: (...args) => range(args),
};

function parsed(value: string, base: number): number {
  if (base < 2 || base > 36) uncomputed(`the base ${base} isn't computed`);
  const result = Number.parseInt(value, base);
  return Number.isFinite(result) && result.toString(base) === value.toLowerCase() ? result : refuse(`'${value}' is no number`);
}

/** One argument is the limit, two are start and limit, three have the step. */
function range(args: readonly Value[]): readonly number[] {
  const [first = 0, second, third] = args.map(number);
  const [start, limit] = second === undefined ? [0, first] : [first, second];
  const step = third ?? (limit < start ? -1 : 1);
  const length = Math.max(0, Math.ceil((limit - start) / step));
  if (!(length <= longestRange)) uncomputed('the range is too long');
  return Array.from({ length }, (_, index) => start + index * step);
}
