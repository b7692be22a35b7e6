import type { Resource, World } from '../../world/world';
import { readAnswers } from './answers';
import { assumedEndpoints } from './endpoints';
import { assumedFirewalls } from './firewalls';
import { assumedGateways } from './gateways';
import { assumedHosts } from './hosts';
import { assumedNetworks } from './networks';
import { assumedRoutes } from './routes';

/** What exists already, as resources by their literal ids. Throws an UnusableInput if it isn't what `aws ec2 describe-…` answers. */
export function assumedResources(input: unknown): ReadonlyMap<string, Resource> {
  if (input === undefined) return new Map();
  const answers = readAnswers(input);
  const all = [assumedNetworks, assumedRoutes, assumedGateways, assumedFirewalls, assumedEndpoints, assumedHosts];
  return new Map(all.flatMap((made) => made(answers)).map((resource) => [resource.id, resource]));
}

/** A world beside what exists already: its literal references then lead there. */
export function withAssumed(world: World, existing: ReadonlyMap<string, Resource>): World {
  if (existing.size === 0) return world;
  const assumptions = [...world.assumptions, 'What exists already is as --assume describes it, and stays so.'];
  return { ...world, assumptions, resources: new Map([...existing, ...world.resources]) };
}
