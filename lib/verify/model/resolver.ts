import type { Doubt } from '../world/doubt';
import type { Hop } from '../world/hop';

/** What a network's own resolver answers to its hosts about names that aren't the network's. Empty `answers`: closed. */
export interface Resolver {
  readonly answers: readonly Answer[];
}

/** A set of foreign names that the resolver answers, by one way. */
export interface Answer {
  /** `any` name (or any below a wildcard), or one listed exactly. */
  readonly names: 'any' | { readonly wildcard: string } | { readonly exact: string };
  /** What lets the question through: no firewall, an association that is missing, a rule that forwards. */
  readonly path: readonly Hop[];
  readonly doubt?: Doubt;
}
