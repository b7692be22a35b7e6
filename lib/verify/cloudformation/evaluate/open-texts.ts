import { AnyOf } from '../../world/value';

/** What an open text can be split into: its items are open too, as far as the whole may be made of them. */
export const splitOpen = (text: AnyOf, delimiter: string): AnyOf =>
  new AnyOf(`${text.name}[*]`, (item) => itemOf(text, delimiter, item, 0), undefined, true, text.secret);

/** One item of an open text that is split. */
export const itemOfOpen = (text: AnyOf, delimiter: string, index: number): AnyOf =>
  new AnyOf(`${text.name}[${index}]`, (item) => itemOf(text, delimiter, item, index), undefined, false, text.secret);

/** An item is possible for certain if a text with it there is; whether another text has it isn't decided. */
function itemOf(text: AnyOf, delimiter: string, item: string, index: number): boolean | undefined {
  if (item.includes(delimiter)) return false;
  return text.admits(`x${delimiter}`.repeat(Math.min(index, 100)) + item) === true || undefined;
}

/** What the items of an open list can be joined into. */
export const joinOpen = (list: AnyOf, delimiter: string): AnyOf =>
  new AnyOf(`${list.name}[*]`, (text) => madeOf(list, delimiter, text), undefined, false, list.secret);

const madeOf = (list: AnyOf, delimiter: string, text: string): boolean | undefined =>
  (delimiter === '' ? [text] : text.split(delimiter)).every((item) => list.admits(item) === true) || undefined;
