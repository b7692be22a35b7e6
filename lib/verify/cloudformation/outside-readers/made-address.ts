import { Reference, Text, type Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';

/** Whether an address is that of something in the inputs. */
export function isMade(index: ResourceIndex, address: Value | undefined): boolean {
  const followed = index.follow(address);
  const parts = followed instanceof Text ? followed.parts : [followed];
  return parts.some((part) => part instanceof Reference && index.get(part.resource) !== undefined);
}
