import type { Glyphs } from './glyph';

/** What a request says about one condition key. */
export type Fact =
  | { readonly kind: 'known'; readonly values: readonly Glyphs[] }
  /** The request doesn't have the key. */
  | { readonly kind: 'absent' }
  /** Whoever makes the request chooses: it is as bad as it can be. */
  | { readonly kind: 'free' };

/** By lower-case key, or by lower-case prefix that ends with `:` or `/`; what isn't listed isn't known. */
export type Facts = ReadonlyMap<string, Fact>;

export const known = (...values: readonly Glyphs[]): Fact => ({ kind: 'known', values });
export const absent: Fact = { kind: 'absent' };
export const free: Fact = { kind: 'free' };

export function factOf(facts: Facts, key: string): Fact | undefined {
  return facts.get(key) ?? facts.get(`${key.split('/')[0]}/`) ?? facts.get(`${key.split(':')[0]}:`);
}
