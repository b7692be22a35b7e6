import { AnyOf, type Fields, isFields, isSymbol, Unresolved, type Value } from '../../world/value';

/** The nested blocks of a name that are known: Terraform writes one as an object or as a list of one, and a plan always as a list. */
export function blocks(value: Value | undefined): readonly Fields[] {
  if (Array.isArray(value)) return value.flatMap((part: Value) => blocks(part));
  return isFields(value) ? [value] : [];
}

/** What may be blocks of a name beyond those that are known: a list or an element of it that isn't. */
export function openBlocks(value: Value | undefined): AnyOf | Unresolved | undefined {
  if (value instanceof AnyOf || value instanceof Unresolved) return value;
  if (value !== undefined && isSymbol(value)) return new Unresolved('nested blocks are known after apply');
  return Array.isArray(value) ? value.map(openBlocks).find((part) => part !== undefined) : undefined;
}
