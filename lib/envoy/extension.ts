/** Plain configuration data: what JSON can hold. */
export type EnvoyConfig = { readonly [key: string]: unknown };

/** A message with its type, as Envoy's `typed_config` wants it. `type` is without the `envoy.` prefix. */
export function typed(type: string, fields: EnvoyConfig = {}): EnvoyConfig {
  return { '@type': `type.googleapis.com/envoy.${type}`, ...fields };
}

/** A named extension with its typed configuration. */
export function extension(name: string, type: string, fields: EnvoyConfig = {}): EnvoyConfig {
  return { name, typed_config: typed(type, fields) };
}

/** The same data with every object's keys sorted, so that equal policies give equal bytes. */
export function sorted<T>(value: T): T {
  if (Array.isArray(value)) return value.map(sorted) as T;
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)])) as T;
}
