import { Reference, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import type { ResourceIndex } from '../resource-index';

/** The resource of one of these types that a value refers to, by whichever of its attributes: its ARN, its name, its id. */
export function referredResource(
  index: ResourceIndex,
  value: Value | undefined,
  ...types: readonly string[]
): Resource | undefined {
  const followed = index.follow(value);
  if (!(followed instanceof Reference)) return index.resourceOf(followed, ...types);
  const found = index.get(followed.resource);
  return found && types.includes(found.type) ? found : undefined;
}
