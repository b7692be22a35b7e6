import { AnyOf, type Fields, isSymbol, Reference, Text, Unresolved, type Value } from '../../world/value';
import type { World } from '../../world/world';

/** A value as the rest of the judge sees it: without what only evaluation needs. */
export function plain(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (isSymbol(value)) return plainSymbol(value);
  return Array.isArray(value) ? value.map(plain) : plainFields(value as Fields);
}

const plainFields = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, part]) => [name, plain(part)]));

/** A world without what only evaluation needs. */
export function plainWorld(world: World): World {
  const resources = [...world.resources].map(
    ([id, resource]) => [id, { ...resource, properties: plainFields(resource.properties) }] as const,
  );
  return { ...world, resources: new Map(resources) };
}

function plainSymbol(value: Reference | Text | AnyOf | Unresolved): Value {
  if (value instanceof Text)
    return new Text(value.parts.map((part) => (typeof part === 'string' ? part : (plainSymbol(part) as Reference))));
  if (value instanceof Reference) return new Reference(value.resource, value.attribute);
  if (value instanceof AnyOf)
    return new AnyOf(value.name, value.admits, value.defaultValue, value.list, value.secret, value.oneLine);
  return new Unresolved(value.reason, value.secret);
}
