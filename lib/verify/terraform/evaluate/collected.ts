import { Unresolved, type Value } from '../../world/value';
import type { Expanded, Expansion } from './expansion';
import { AnyInstances } from './whole-resource';

/** The instances of a block as an expression sees them: one, a list by `count`, a map by `for_each`. */
export function collected(expansion: Expansion, of: (expanded: Expanded) => Value, name: string): Value {
  const { kind, instances } = expansion;
  const [first] = instances;
  if (kind === 'single' && first) return of(first);
  if (kind === 'each') return Object.fromEntries(instances.map((expanded) => [String(expanded.key), of(expanded)]));
  if (kind === 'count') return instances.map(of);
  const reason = expansion.doubt ?? `${name} exists any number of times`;
  return first ? new AnyInstances(reason, of(first)) : new Unresolved(reason);
}
