import { AnyOf, Reference, Unresolved, type Value } from '../../../world/value';
import { splitOpen } from '../open-texts';
import { type Part, partsOf, textOf } from '../text';
import type { Intrinsic } from './intrinsic';

/** The pieces that a text is split into, as far as they are certain. */
export interface Pieces {
  readonly items: readonly Value[];
  /** Whether these are all. */
  readonly complete: boolean;
}

/** `Fn::Split`. */
export const split: Intrinsic = (argument, stack, evaluation) => {
  const [first, second] = Array.isArray(argument) ? argument : [];
  const delimiter = evaluation.evaluate(first, stack);
  const text = evaluation.evaluate(second, stack);
  if (text instanceof AnyOf && typeof delimiter === 'string' && delimiter !== '') return splitOpen(text, delimiter);
  const pieces = piecesOf(delimiter, text);
  return pieces.complete ? pieces.items : new Unresolved(splitLater, hasSecret(text));
};

export const splitLater = 'a text that is only known at deployment is split';

/** Whether a hole of a text is a secret. */
export const hasSecret = (value: Value | undefined): boolean =>
  partsOf(value).some((part) => (part instanceof Unresolved || part instanceof AnyOf) && part.secret);

/** Splits a value as far as the places of its delimiters are certain: what a hole holds may contain some. */
export function piecesOf(delimiter: Value | undefined, value: Value | undefined): Pieces {
  if (typeof delimiter !== 'string' || delimiter === '') return { items: [], complete: false };
  const items: Part[][] = [[]];
  for (const part of partsOf(value)) {
    if (typeof part === 'string') {
      const [head = '', ...tail] = part.split(delimiter);
      items.at(-1)?.push(head);
      items.push(...tail.map((piece) => [piece]));
    } else if (mayContain(part, delimiter)) return { items: items.slice(0, -1).map(textOf), complete: false };
    else items.at(-1)?.push(part);
  }
  return { items: items.map(textOf), complete: true };
}

const plain = new Set(['AWS::AccountId', 'AWS::Partition', 'AWS::URLSuffix', 'AWS::Region', 'AWS::StackName']);

/** Whether a hole may contain a delimiter: ids and attributes hold no comma, pseudo parameters neither colon nor slash. */
function mayContain(part: Part, delimiter: string): boolean {
  if (!(part instanceof Reference) || delimiter.length > 1 || part.attribute?.endsWith('.*')) return true;
  return !/[,;|\s]/.test(delimiter) && !(plain.has(part.resource) && /[:/]/.test(delimiter));
}
