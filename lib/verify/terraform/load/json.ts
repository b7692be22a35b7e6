import { parseJson } from '../../inputs/parse-json';
import { UnusableInput } from '../../unusable-input';

/** What JSON.parse gives. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

/** Deeper than any configuration, shallow enough that recursion over it can't exhaust the stack. */
const deepest = 200;

/** The object in a file's text; throws UnusableInput. */
export function parseObject(text: string, file: string): JsonObject {
  if (text.trim() === '')
    throw new UnusableInput(`${file} is empty: give the Terraform JSON that synth or terraform show -json writes`);
  const parsed = parseJson<Json>(text, file, ': give *.tf.json, or the output of terraform show -json PLAN');
  if (!isObject(parsed)) throw new UnusableInput(`${file} must hold a JSON object, got ${kindOf(parsed)}: give Terraform JSON`);
  if (isTooDeep(parsed)) throw new UnusableInput(`${file} is nested more than ${deepest} levels deep: give Terraform JSON`);
  return parsed;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member that the object itself has: never one that it inherits, such as `constructor`. */
export const own = <T>(object: { readonly [name: string]: T }, name: string): T | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

/** A member that is an object; empty if it is missing or something else. */
export function objectAt(object: JsonObject, name: string): JsonObject {
  const value = own(object, name);
  return isObject(value) ? value : {};
}

/** The objects of a member that is a list of them. */
export function objectsAt(object: JsonObject, name: string): readonly JsonObject[] {
  const value = own(object, name);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A member that is text. */
export function textAt(object: JsonObject, name: string): string | undefined {
  const value = own(object, name);
  return typeof value === 'string' ? value : undefined;
}

const kindOf = (value: Json): string => (value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`);

/** Whether recursion over a value might exhaust the stack. */
export function isTooDeep(value: Json): boolean {
  let level: Json[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((part) => (typeof part === 'object' && part !== null ? Object.values(part) : []));
  }
  return false;
}
