import { parse } from 'yaml';

/** A part of Envoy's configuration, before anything about it is known. */
export type Part = Readonly<Record<string, unknown>>;

export const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands at a path. */
export const valueAt = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((at, name) => (isPart(at) ? at[name] : undefined), value);

/** What stands at a path, if it is a mapping. */
export function partAt(value: unknown, ...path: readonly string[]): Part | undefined {
  const found = valueAt(value, ...path);
  return isPart(found) ? found : undefined;
}

/** What stands at a path, if it is a text. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

/** The list that a field holds; none if it is left out, undefined if it holds something else. */
export function listAt(value: unknown, name: string): readonly unknown[] | undefined {
  const found = valueAt(value, name);
  if (found === undefined) return [];
  return Array.isArray(found) ? found : undefined;
}

/** Whether a mapping has no fields beside those named. */
export const hasOnly = (value: unknown, names: readonly string[]): boolean =>
  isPart(value) && Object.keys(value).every((name) => names.includes(name));

/** The configuration in a text, undefined if it can't be read: the text may be a script around it. */
export function envoyConfig(text: string): Part | undefined {
  try {
    // its own count of references takes minutes for a large configuration
    const parsed: unknown = parse(text, { maxAliasCount: -1, logLevel: 'error' });
    return isPart(parsed) && isPart(parsed.static_resources) && partsIn(parsed) <= mostParts ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const mostParts = 1_000_000;

/** How many parts there are once every reference stands for what it refers to: a short text may hold more than can be looked at. */
function partsIn(value: unknown, known = new Map<unknown, number>()): number {
  if (typeof value !== 'object' || value === null) return 1;
  const before = known.get(value);
  if (before !== undefined) return before;
  // what refers to itself has no end
  known.set(value, Number.POSITIVE_INFINITY);
  const parts = Object.values(value).reduce<number>((sum, part) => sum + partsIn(part, known), 1);
  known.set(value, parts);
  return parts;
}

/** The configuration of an extension and the name of its type: `extensions.filters.http.router.v3.Router`. */
export function extensionAt(value: unknown): { readonly type: string; readonly config: Part } | undefined {
  const config = partAt(value, 'typed_config') ?? (textAt(value, '@type') === undefined ? undefined : (value as Part));
  const type = textAt(config, '@type')?.replace(/^type\.googleapis\.com\/envoy\./, '');
  return config && type !== undefined && /^[a-z]/.test(type) ? { type, config } : undefined;
}
