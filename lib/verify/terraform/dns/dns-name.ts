import type { Answer } from '../../model/resolver';

export type Names = Answer['names'];

/** A name in lower case without its final dot; the root is empty. */
export const plainName = (text: string): string => text.toLowerCase().replace(/\.$/, '');

/** Whether a name is another one or below it. */
export const isWithin = (name: string, suffix: string): boolean =>
  suffix === '' || name === suffix || name.endsWith(`.${suffix}`);

/** The name that names begin below, or are. */
export const baseOf = (names: Names): string => (names === 'any' ? '' : 'wildcard' in names ? names.wildcard : names.exact);

/** All names below one. */
export const below = (suffix: string): Names => (suffix === '' ? 'any' : { wildcard: suffix });

/** What two sets of names have in common; undefined if nothing. */
export function common(left: Names, right: Names): Names | undefined {
  const [a, b] = [baseOf(left), baseOf(right)];
  if (isWithin(a, b)) return isExact(right) && a !== b ? undefined : narrower(left, right, a === b);
  return isWithin(b, a) && !isExact(left) ? right : undefined;
}

const isExact = (names: Names): boolean => names !== 'any' && 'exact' in names;

const narrower = (left: Names, right: Names, isSame: boolean): Names => (isSame && isExact(right) ? right : left);
