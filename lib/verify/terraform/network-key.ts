import { Reference, Unresolved, type Value } from '../world/value';
import type { Resource } from '../world/world';
import type { ResourceIndex } from './resource-index';

const networkType = 'google_compute_network';
const subnetType = 'google_compute_subnetwork';

/** What stands for the network that an argument of a resource names: its id, or its path if the inputs don't make it. */
export function networkKey(index: ResourceIndex, user: Resource, property: Value | undefined): string | undefined {
  const key = index.keyOf(property, networkType);
  if (key === undefined || index.get(key)) return key;
  const name = /^(?:global\/networks\/)?([a-z]([-a-z0-9]*[a-z0-9])?)$/.exec(key)?.[1];
  if (name === undefined) return key;
  const path = `${projectPath(index, user)}global/networks/${name}`;
  return index.idOf(path, networkType) ?? path;
}

/** What stands for the subnetwork that an argument names; a bare name is one of the user's own region. */
export function subnetKey(
  index: ResourceIndex,
  user: Resource,
  property: Value | undefined,
  region: string | undefined,
): string | undefined {
  const key = index.keyOf(property, subnetType);
  if (key === undefined || index.get(key)) return key;
  if (/[^-a-z0-9]/.test(key) || region === undefined) return key;
  const path = `regions/${region}/subnetworks/${key}`;
  return index.idOf(path, subnetType) ?? `${projectPath(index, user)}${path}`;
}

function projectPath(index: ResourceIndex, user: Resource): string {
  const project = index.keyOf(index.property(user, 'project'));
  return project === undefined ? '' : `projects/${project.replace(/^projects\//, '')}/`;
}

/** The region of a resource, or the one that its zone is in. */
export const regionOf = (index: ResourceIndex, resource: Resource): string | undefined =>
  regionText(index, index.property(resource, 'region')) ?? regionText(index, index.property(resource, 'zone'));

/** The region that a region or zone names, also by its path; undefined if only deployment tells. */
export function regionText(index: ResourceIndex, property: Value | undefined): string | undefined {
  const value = index.follow(property);
  if (value instanceof Unresolved || value instanceof Reference || value === '') return undefined;
  const text = index.keyOf(value)?.split('/').at(-1);
  return text?.replace(/^([a-z]+-[a-z]+\d+)-[a-z]$/, '$1');
}
