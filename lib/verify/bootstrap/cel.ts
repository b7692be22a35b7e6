import { isPart } from './envoy-config';

/** A name in the Common Expression Language, as the tree that Envoy takes in place of text. */
export const ident = (name: string): unknown => ({ ident_expr: { name } });

export const text = (string_value: string): unknown => ({ const_expr: { string_value } });

export const field = (of: string, name: string): unknown => ({ select_expr: { operand: ident(of), field: name } });

/** A function, an operator such as `_==_`, or a method of `target`. */
export const call = (name: string, args: readonly unknown[], target?: unknown): unknown => ({
  call_expr: { function: name, ...(target !== undefined && { target }), args },
});

/** Whether two parts of a configuration say the same, whatever the order of their fields. */
export const isSame = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isPart(value)) return JSON.stringify(value) ?? '';
  return `{${Object.keys(value)
    .sort()
    .map((name) => `${name}:${canonical(value[name])}`)
    .join()}}`;
}
