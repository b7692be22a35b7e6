import { AnyOf, Reference, Unresolved, type Value } from '../../../world/value';
import { type Json, member } from '../../load/json';
import type { Evaluation } from '../evaluation';
import { MaybeMissing } from '../maybe-missing';
import { itemOfOpen } from '../open-texts';
import type { Stack } from '../stack';
import type { Intrinsic } from './intrinsic';
import { hasSecret, piecesOf, splitLater } from './split';

/** `Fn::Select`; an item of an attribute that is a list is `attribute.index`. */
export const select: Intrinsic = (argument, stack, evaluation) => {
  const [first, second] = Array.isArray(argument) ? argument : [];
  const index = Number(literal(evaluation.evaluate(first, stack)));
  const items = itemsOf(second, stack, evaluation);
  if (!Number.isInteger(index) || index < 0) return new Unresolved('a Select needs a literal index');
  return items(index);
};

const literal = (value: Value | undefined): Value =>
  typeof value === 'string' && value.trim() !== '' ? value : typeof value === 'number' ? value : 'none';

/** The items of a list by their indexes; of a text that is split, as far as they are certain. */
function itemsOf(list: Json | undefined, stack: Stack, evaluation: Evaluation): (index: number) => Value {
  const argument = member(list, 'Fn::Split');
  if (!Array.isArray(argument)) {
    const value = evaluation.evaluate(list, stack);
    return (index) => selected(index, value, evaluation);
  }
  const [by, text] = argument.map((part) => evaluation.evaluate(part, stack));
  if (text instanceof AnyOf && typeof by === 'string' && by !== '') return (index) => itemOfOpen(text, by, index);
  const { items, complete } = piecesOf(by, text);
  return (index) => {
    const item = items[index] ?? ofArn(index, by, text) ?? ofItem(index, text);
    return item ?? (complete ? selected(index, items, evaluation) : new Unresolved(splitLater, hasSecret(text)));
  };
}

/** A part of the ARN of something in the inputs, as far as it is the same for every kind ("Amazon Resource Names"). */
function ofArn(index: number, delimiter: Value | undefined, value: Value | undefined): Value | undefined {
  if (delimiter !== ':' || !(value instanceof Reference) || !/arn$/i.test(value.attribute ?? '')) return undefined;
  return ['arn', new Reference('AWS::Partition')][index];
}

/** A part of an item of a list attribute, such as the name in `DnsEntries` or the id in `EndpointIds`: what it is a part of stays in sight. */
function ofItem(index: number, value: Value | undefined): Value | undefined {
  if (!(value instanceof Reference) || !/\.\d+$/.test(value.attribute ?? '')) return undefined;
  return new Reference(value.resource, `${value.attribute}.${index}`);
}

function selected(index: number, list: Value | undefined, evaluation: Evaluation): Value {
  if (Array.isArray(list)) {
    const shifting = list.slice(0, index + 1).find((item) => item instanceof MaybeMissing);
    if (shifting) return shifting;
    if (index >= list.length) evaluation.refused(`a Select takes item ${index} of ${list.length}`);
    return list[index] ?? new Unresolved(`a Select takes item ${index} of ${list.length}`);
  }
  if (list instanceof Reference)
    return new Reference(list.resource, [list.attribute, index].filter((part) => part !== undefined).join('.'));
  if (list instanceof AnyOf) return new AnyOf(`${list.name}[${index}]`, list.admits, undefined, false, list.secret);
  return list instanceof Unresolved ? list : new Unresolved('a Select needs a list');
}
