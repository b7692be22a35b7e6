import { isSymbol, Text, type Value } from '../../world/value';
import type { Resource, World } from '../../world/world';
import { own } from '../load/json';
import { grouped } from './groups';
import { withDefault } from './provider-defaults';
import { bare, literal, referenceIndex } from './refers-to';

/** As many worlds are made of several systems at most. */
const mostWorlds = 1_024;

type Worlds = readonly World[];

/** Systems of which one names a resource of another by its path, or a network by its name, become one, with a world for each choice of worlds. */
export function linkedWorlds(systems: readonly Worlds[]): readonly Worlds[] {
  if (systems.length < 2) return systems;
  const owners = new Map(systems.flatMap((system) => [...pathsIn(system)].map((path) => [path, system] as const)));
  const links = systems.flatMap((system) => [...namedIn(system)].flatMap((path) => linkTo(system, owners.get(path))));
  return grouped(systems, links).map((group) => group.reduce(product));
}

const linkTo = (system: Worlds, owner: Worlds | undefined): readonly (readonly [Worlds, Worlds])[] =>
  owner ? [[system, owner]] : [];

const pathsIn = (system: Worlds): ReadonlySet<string> =>
  new Set(system.flatMap((world) => [...referenceIndex(world).paths.keys()]));

function namedIn(system: Worlds): ReadonlySet<string> {
  const made = pathsIn(system);
  return new Set(
    system.flatMap((world) =>
      [...world.resources.values()].flatMap((resource) => [
        ...textsIn(resource.properties),
        ...bareNetworks(world, resource).filter((path) => !made.has(path)),
      ]),
    ),
  );
}

/** A bare name of a network is one of the resource's own project. */
function bareNetworks(world: World, resource: Resource): readonly string[] {
  const project = literal(withDefault(world, resource, 'project'));
  const names = ['network', 'peer_network'].map((name) => own(resource.properties, name));
  return names.flatMap((name) =>
    project !== undefined && typeof name === 'string' && /^[a-z][-a-z0-9]*$/.test(name)
      ? [`projects/${project}/global/networks/${name}`]
      : [],
  );
}

/** Whole paths only: another bare name, or one without its project, may be anybody's. */
function textsIn(value: Value): readonly string[] {
  if (typeof value === 'string') return /projects\/[^/]+\/|@[^@]+\.iam\.gserviceaccount\.com$/.test(value) ? [bare(value)] : [];
  if (value instanceof Text || isSymbol(value) || typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

function product(one: Worlds, other: Worlds): Worlds {
  if (one.length * other.length <= mostWorlds) return one.flatMap((first) => other.map((second) => joined(first, second)));
  // too many to try each with each: every world of both is there once, and the rest is in doubt
  const most = Math.max(one.length, other.length);
  const reason = 'the inputs together make too many worlds to try each: give values for more variables';
  return Array.from({ length: most }, (_, index) =>
    joined(one[index % one.length] as World, other[index % other.length] as World, reason),
  );
}

function joined(first: World, second: World, ...reasons: readonly string[]): World {
  return {
    when: [first.when, second.when].filter((when) => when !== '').join(', '),
    resources: new Map([...first.resources, ...second.resources]),
    doubts: [...first.doubts, ...second.doubts, ...reasons.map((reason) => ({ reason }))],
    assumptions: [...first.assumptions, ...second.assumptions],
  };
}
