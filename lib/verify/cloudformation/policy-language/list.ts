import { type Fields, isFields, type Value } from '../../world/value';

/** One value or a list of them, as policies have it both ways. */
export const listed = (value: Value | undefined): readonly Value[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? (value as readonly Value[]) : [value];

export type Names = Readonly<Record<string, Value | undefined>>;

/** The fields by lower-case name, as the keys of a policy aren't case-sensitive: IAM User Guide, "Grammar of the IAM JSON policy language". */
export const named = (fields: Fields): Names =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));

/** The entries of an object; none of anything else. */
export const entriesOf = (value: Value | undefined): readonly (readonly [string, Value])[] =>
  isFields(value) ? Object.entries(value) : [];
