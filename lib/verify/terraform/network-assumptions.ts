import { AnyOf, Text, type Value } from '../world/value';
import { belongings } from './belongings';
import { runsPrograms } from './boundary-doubts';
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

/** What is taken for granted of commands that name nothing of the agents and the proxy: they may have its name written out. */
export function programAssumptions(index: ResourceIndex): readonly string[] {
  const ids = [...index.world.resources.values()].filter(runsPrograms).map(({ id }) => id);
  return ids.length === 0
    ? []
    : [`What Terraform runs changes nothing of the agents' network, of identities or the proxy: ${ids.sort().join(', ')}.`];
}
