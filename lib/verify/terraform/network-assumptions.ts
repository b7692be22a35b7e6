import { AnyOf, Text, type Value } from '../world/value';
import { belongings } from './belongings';
import type { ResourceIndex } from './resource-index';

/** What is taken for granted where only a variable says what a resource opens or changes: that it is nothing which the inputs make. */
export function networkAssumptions(index: ResourceIndex): readonly string[] {
  const named = Object.entries(belongings).flatMap(([type, properties]) =>
    index.ofType(type).filter((each) => properties.some((property) => index.elements(each.properties[property]).some(isOpen))),
  );
  const ids = named.map(({ id }) => id).sort();
  return ids.length === 0 ? [] : [`A variable names nothing that the inputs make: that of ${ids.join(', ')}.`];
}

const isOpen = (value: Value): boolean =>
  value instanceof AnyOf || (value instanceof Text && value.parts.some((part) => part instanceof AnyOf));
