import { AnyOf, Text, Unresolved, type Value } from '../../world/value';
import { listItems, type Parameter } from './parameter';
import { type Part, textOf } from './text';
import { chosenValue, type Variable } from './variable';

/** A value as the parameter of a nested stack that it is passed to takes it. */
export function received(value: Value, variable: Variable, parameter: Parameter): Value {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return chosenValue(variable, parameter, String(value));
  }
  if (parameter.indirect) return chosenValue(variable, parameter, '');
  if (parameter.list && value instanceof Text) return atCommas(value);
  return value instanceof AnyOf || value instanceof Unresolved ? retyped(value, parameter) : value;
}

function retyped(value: AnyOf | Unresolved, { list, secret }: Parameter): Value {
  if (value.secret || !secret) return list && value instanceof AnyOf && !value.list ? asList(value) : value;
  if (value instanceof Unresolved) return new Unresolved(value.reason, true);
  return new AnyOf(value.name, value.admits, value.defaultValue, list, true);
}

/** The items of a text that is split later aren't held to what the whole text is held to. */
const asList = (value: AnyOf): AnyOf => new AnyOf(`${value.name}[*]`, () => undefined, undefined, true, value.secret);

/** Splits a text with holes where its literal pieces have commas: ids hold none. */
function atCommas(text: Text): Value {
  const items: Part[][] = [[]];
  for (const part of text.parts) {
    const [head = '', ...tail] = typeof part === 'string' ? listItems(part) : [part];
    items.at(-1)?.push(head);
    items.push(...tail.map((piece) => [piece]));
  }
  return items.map(textOf);
}
