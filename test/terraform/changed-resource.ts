import type { Arguments, Configuration } from './schema/derived-schema';

/** The configuration after a change to the first resource of a type; throws an Error if there is none. */
export function changedResource(
  configuration: Configuration,
  type: string,
  change: (resource: Arguments) => void,
): Configuration {
  const copy = structuredClone(configuration);
  const [first] = Object.values(copy.resource?.[type] ?? {});
  if (!first) throw new Error(`expected a resource of type ${type}`);
  change(first);
  return copy;
}

/** The path of the construct that a resource's local name stands for. */
export function pathOf({ resource = {} }: Configuration, name: string): string {
  const found = Object.values(resource).flatMap((byName) => byName[name] ?? [])[0];
  return found?.['//'].metadata.path ?? name;
}
