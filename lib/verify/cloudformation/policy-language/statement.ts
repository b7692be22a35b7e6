import type { Doubt } from '../../world/doubt';
import type { Place } from '../../world/place';
import type { Glyphs } from './glyph';

/** `Action` or `NotAction`, `Resource` or `NotResource`. */
export interface PatternSet {
  readonly patterns: readonly Glyphs[];
  /** Whether everything but the patterns is meant. */
  readonly not: boolean;
}

/** One entry of `Principal`; `any` is `Principal: '*'`, which admits services and the unauthenticated too. */
export interface PrincipalEntry {
  readonly kind: 'any' | 'aws' | 'service' | 'federated' | 'canonicaluser' | 'unknown';
  readonly name: Glyphs;
}

export interface Principals {
  readonly entries: readonly PrincipalEntry[];
  readonly not: boolean;
}

/** One operator with one key; all conditions of a statement must hold. */
export interface Condition {
  /** Lower case, without the set prefix and `ifexists`: `stringequals`. */
  readonly operator: string;
  readonly quantifier?: 'forallvalues' | 'foranyvalue';
  readonly ifExists: boolean;
  /** Lower case, as condition keys aren't case-sensitive. */
  readonly key: string;
  readonly values: readonly Glyphs[];
}

/** One statement of a policy, as plain data. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: PatternSet;
  /** `undefined` in trust policies: the role itself. */
  readonly resources?: PatternSet;
  /** `undefined` in identity policies: whom the policy is attached to. */
  readonly principals?: Principals;
  readonly conditions: readonly Condition[];
  readonly place: Place;
  /** Set if it can't be told from the inputs whether the statement is there, or what it says. */
  readonly doubt?: Doubt;
  /** What parameters were taken to be, `Resource=*`; empty if nothing was to choose. */
  readonly given: readonly string[];
}
