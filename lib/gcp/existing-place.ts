import { Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { placementOf } from './placement';

/**
 * Throws an Error if something that exists is of another project or region than the stack's, as far as its id tells: its firewall, names
 * and logs are made there. A network of a Shared VPC is of its host project.
 *
 * @param property - where the user names it
 */
export function refuseElsewhere(scope: IConstruct, property: string, { id }: { readonly id: string }): void {
  const { project, region } = placementOf(scope);
  refuseOther(property, id, 'projects', project);
  refuseOther(property, id, 'regions', region);
}

function refuseOther(property: string, id: string, collection: 'projects' | 'regions', here: string): void {
  const [, found] = new RegExp(`(?:^|/)${collection}/([^/]+)/`).exec(id) ?? [];
  // a project's number may be this one's
  const isKnown = found !== undefined && !/^\d+$/.test(found) && !Token.isUnresolved(found) && !Token.isUnresolved(here);
  if (!isKnown || found === here) return;
  throw new Error(`${property} must be in the stack's ${collection.slice(0, -1)} '${here}', got '${id}'`);
}
