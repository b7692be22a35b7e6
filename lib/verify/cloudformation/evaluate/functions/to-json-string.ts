import { isFields, isSymbol, type Value } from '../../../world/value';
import { joined } from '../text';
import type { Intrinsic } from './intrinsic';

/** `Fn::ToJsonString`, with holes where the value has some. */
export const toJsonString: Intrinsic = (argument, stack, evaluation) => written(evaluation.evaluate(argument, stack) ?? null);

function written(value: Value): Value {
  if (isSymbol(value)) return joined(['"', value, '"']);
  if (Array.isArray(value)) return joined(['[', ...separated(value.map(written)), ']']);
  if (!isFields(value)) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).map(([name, field]) => joined([`${JSON.stringify(name)}:`, written(field)]));
  return joined(['{', ...separated(fields), '}']);
}

const separated = (values: readonly Value[]): Value[] => values.flatMap((value, index) => (index === 0 ? [value] : [',', value]));
