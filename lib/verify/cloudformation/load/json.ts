/** What a JSON or YAML text holds, before anything about it is known. */
export type Json = null | boolean | number | string | readonly Json[] | JsonMapping;

export interface JsonMapping {
  readonly [name: string]: Json;
}

export const isMapping = (value: unknown): value is JsonMapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member of a mapping by its own name only: `__proto__` and `constructor` are names like any other. */
export const member = (value: Json | undefined, name: string): Json | undefined =>
  isMapping(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** The members of a section such as `Parameters`; none if it isn't a mapping. */
export const members = (value: Json | undefined): [string, Json][] => (isMapping(value) ? Object.entries(value) : []);
