import type { EnvoyConfig } from './extension';

/** A name in the Common Expression Language, as the tree that Envoy takes in place of text. */
export const ident = (name: string): EnvoyConfig => ({ ident_expr: { name } });

/** A literal string. */
export const text = (string_value: string): EnvoyConfig => ({ const_expr: { string_value } });

/** A function or an operator, such as `_==_`, of `args`; a method where there is a `target`. */
export const call = (name: string, args: readonly EnvoyConfig[], target?: EnvoyConfig): EnvoyConfig => ({
  call_expr: { function: name, target, args },
});

/** A field of a name. */
export const field = (of: string, name: string): EnvoyConfig => ({ select_expr: { operand: ident(of), field: name } });
