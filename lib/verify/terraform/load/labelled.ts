import { isObject, type Json, type JsonObject, own } from './json';

/** A block with its labels, such as `resource "TYPE" "NAME"`. */
export interface Labelled {
  readonly labels: readonly string[];
  readonly body: JsonObject;
  /** The names and indexes that lead to it from the file's top. */
  readonly steps: readonly (string | number)[];
}

/**
 * The blocks of one kind in a file, by as many labels as the kind has. At each level an object, or a list of objects
 * (Terraform's page "JSON Configuration Syntax").
 */
export function labelled(document: JsonObject, kind: string, labels: number): readonly Labelled[] {
  const value = own(document, kind);
  return value === undefined ? [] : labelledIn(value, labels, [], [kind]);
}

function labelledIn(value: Json, left: number, labels: readonly string[], steps: readonly (string | number)[]): Labelled[] {
  if (Array.isArray(value)) return value.flatMap((part: Json, index) => labelledIn(part, left, labels, [...steps, index]));
  if (!isObject(value)) return [];
  if (left === 0) return [{ labels, body: value, steps }];
  return Object.entries(value)
    .filter(([name]) => name !== '//')
    .flatMap(([name, part]) => labelledIn(part, left - 1, [...labels, name], [...steps, name]));
}
