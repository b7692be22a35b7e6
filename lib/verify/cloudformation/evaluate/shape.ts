import { AnyOf, Reference, Text, Unresolved } from '../../world/value';
import type { Resource } from '../../world/world';
import { s3PrefixLists } from '../firewalls/s3-prefix-lists';

/**
 * A resource apart from which of the S3 prefix lists it names. A region's list differs from another's in its id alone, so that worlds that
 * are the same but for these ids are one world.
 */
export interface Shape {
  /** Equal for resources of one place that differ at most in the lists. */
  readonly text: string;
  /** The lists that they name, in the order of the text. */
  readonly lists: readonly string[];
}

export function shapeOf(resource: Resource): Shape {
  const lists: string[] = [];
  const text = JSON.stringify([resource.properties, resource.metadata, resource.doubt], (_, value: unknown) => {
    if (typeof value !== 'string') return plain(value);
    if (!s3PrefixLists.has(value)) return value.startsWith('\0') ? `\0${value}` : value;
    lists.push(value);
    return '\0list';
  });
  return { text, lists };
}

/** A text for lists that is equal for renamed ones; those in `fixed` keep their names. */
export function pattern(lists: readonly string[], fixed: ReadonlySet<string>): string {
  const numbers = new Map<string, number>();
  const numbered = (list: string): number => {
    const known = numbers.get(list) ?? numbers.size;
    numbers.set(list, known);
    return known;
  };
  return lists.map((list) => (fixed.has(list) ? list : numbered(list))).join();
}

/** Symbols as objects with keys that no template's object keeps; what stays open is like itself only. */
function plain(value: unknown): unknown {
  if (value instanceof Reference) return { '\0reference': value.resource, attribute: value.attribute ?? null };
  if (value instanceof Text) return { '\0text': value.parts };
  if (value instanceof Unresolved && value.constructor === Unresolved)
    return { '\0unresolved': value.reason, secret: value.secret };
  const open = value instanceof AnyOf || value instanceof Unresolved || isTagged(value);
  return open ? { '\0open': identity(value) } : value;
}

const isTagged = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.keys(value).some((name) => name.startsWith('\0'));

const identities = new WeakMap<object, number>();
let latest = 0;

function identity(value: object): number {
  const known = identities.get(value) ?? ++latest;
  identities.set(value, known);
  return known;
}
