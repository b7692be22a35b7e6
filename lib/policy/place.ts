import { withoutCredentials } from './credential-shapes';

/** Names a place in a policy as its author would: `destination 'claude': allow[0].path`. */
export function placeOf(path: readonly PropertyKey[], input: unknown): { readonly owner: string; readonly field: string } {
  const [section, key, ...rest] = path;
  if (section === 'destinations' && typeof key === 'number') {
    const name = valueAt(input, ['destinations', key, 'name']);
    return { owner: typeof name === 'string' ? `destination ${shown(name)}` : `destination ${key + 1}`, field: fieldText(rest) };
  }
  if (section === 'agents' && key !== undefined) return { owner: `agent ${shown(String(key))}`, field: fieldText(rest) };
  return { owner: 'policy', field: fieldText(path) };
}

/** The part of `input` at a path, or undefined where there is none. */
export function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    const isContainer = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    return isContainer ? (value as Record<PropertyKey, unknown>)[key] : undefined;
  }, input);
}

/** A value as messages show it: text in quotes without credentials, lists and maps by their kind, 80 characters at most. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return quoted(withoutCredentials(value));
  return typeof value !== 'object' || value === null ? String(value) : kindOf(value);
}

const quoted = (text: string): string => (text.length > 78 ? `'${text.slice(0, 75)}...'` : `'${text}'`);

/** What a value is, without what it says. */
export function kindOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : 'a list';
  if (typeof value === 'object' && value !== null) return 'a map';
  if (value === null || value === undefined) return String(value);
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}

const fieldText = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
