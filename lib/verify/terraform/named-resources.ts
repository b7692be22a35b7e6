import { isFields, Reference, Text, type Value } from '../world/value';
import { partsOf } from './credentials/secret-value';
import type { ResourceIndex } from './resource-index';

/** What each resource of an index names, by its id: others by reference or by their paths, a network by its name alone, too. */
export function namesIn(index: ResourceIndex): (id: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (id) => {
    const names = known.get(id) ?? new Set(namesOf(index, index.get(id)?.properties));
    known.set(id, names);
    return names;
  };
}

function namesOf(index: ResourceIndex, value: Value | undefined): string[] {
  if (value instanceof Reference) return [value.resource];
  if (typeof value === 'string' || value instanceof Text) {
    const found = typeof value === 'string' && !/[/@]/.test(value) ? undefined : index.resourceOf(value);
    return [
      ...(found ? [found.id] : []),
      ...(value instanceof Text ? partsOf(value).flatMap((part) => namesOf(index, part)) : []),
    ].filter((name) => name !== '');
  }
  const named = isFields(value) ? Object.entries(value).flatMap(([name, part]) => networksNamed(index, name, part)) : [];
  const parts = partsOf(value).flatMap((part) =>
    typeof part === 'object' || typeof part === 'string' ? namesOf(index, part) : [],
  );
  return [...named, ...parts];
}

/** A network that an argument for one names without its path. */
function networksNamed(index: ResourceIndex, argument: string, value: Value): string[] {
  if (typeof value !== 'string' || !/network|subnet|vpc/.test(argument)) return [];
  return ['google_compute_network', 'google_compute_subnetwork'].flatMap((type) => index.idOf(value, type) ?? []);
}
