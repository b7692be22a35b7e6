import { type AnyOf, isSymbol, type Reference, Text, type Unresolved, type Value } from '../../world/value';

type Symbol = Reference | AnyOf | Unresolved;

/** Parses JSON that is written as text, around symbols too; `undefined` if it isn't JSON. */
export function parsedText(text: string | Text): Value | undefined {
  const symbols: Symbol[] = [];
  const parts = typeof text === 'string' ? [text] : text.parts;
  const source = parts.map((part) => (typeof part === 'string' ? part : stand(symbols.push(part) - 1))).join('');
  try {
    return restored(JSON.parse(source) as Value, symbols);
  } catch {
    return undefined;
  }
}

/** A document that is given as fields or as JSON in a text; `undefined` if the text isn't JSON. */
export const documentOf = (given: Value | undefined): Value | undefined =>
  typeof given === 'string' || given instanceof Text ? parsedText(given) : given;

/** Characters for private use, which no policy holds. */
const stand = (index: number): string => `\ue000${index}\ue001`;
const standing = /\ue000(\d+)\ue001/;

function restored(value: Value, symbols: readonly Symbol[]): Value {
  if (typeof value === 'string') return restoredText(value, symbols);
  if (Array.isArray(value)) return (value as readonly Value[]).map((item) => restored(item, symbols));
  if (typeof value !== 'object' || value === null || isSymbol(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, restored(item as Value, symbols)]));
}

function restoredText(text: string, symbols: readonly Symbol[]): Value {
  const parts = text
    .split(standing)
    .map((part, index) => (index % 2 ? (symbols[Number(part)] as Symbol) : part))
    .filter((part) => part !== '');
  const [only = ''] = parts;
  return parts.length < 2 ? only : new Text(parts);
}
