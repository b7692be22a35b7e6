import { type Fields, isFields, type Value } from '../../world/value';
import type { Resource, World } from '../../world/world';
import { own } from '../load/json';

/** The settings of a resource's provider, such as the `project` and `region` that it has unless it states its own; empty if none are configured. */
export function providerOf(world: World, resource: Resource): Fields {
  const stated = own(resource.properties, 'provider');
  const [name = '', alias] = (typeof stated === 'string' ? stated : (resource.type.split('_')[0] ?? '')).split('.');
  const id = `provider.${name}${alias === undefined ? '' : `.${alias}`}`;
  return (
    prefixesOf(resource.id)
      .map((prefix) => world.resources.get(`${prefix}${id}`)?.properties)
      .find(isFields) ?? {}
  );
}

/** An argument of a resource, or its provider's setting of the same name. */
export function withDefault(world: World, resource: Resource, name: string): Value | undefined {
  return own(resource.properties, name) ?? own(providerOf(world, resource), name);
}

/** The module that an address is in, and those around it, innermost first. */
function prefixesOf(address: string): readonly string[] {
  const ends = [...address.matchAll(/(?:^|\/|\.)module\.[^.[\]]+(?:\[(?:\d+|\*|"(?:[^"\\]|\\.)*")\])?(?=\.)/g)].map(
    (found) => found.index + found[0].length + 1,
  );
  const root = /^[^."[\]]*\//.exec(address)?.[0] ?? '';
  return [...ends.map((end) => address.slice(0, end)).reverse(), root];
}
