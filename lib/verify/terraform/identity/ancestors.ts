import { Reference, Text, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';

/** What a project, a folder or an organisation is called by: the id of the resource that makes it, else its own. */
export function containerKey(index: ResourceIndex, property: Value | undefined): string | undefined {
  const value = index.follow(property);
  const last = value instanceof Text ? value.parts.at(-1) : value;
  const made = last instanceof Reference ? index.get(last.resource) : undefined;
  if (made?.type === 'google_project' || made?.type === 'google_folder') return made.id;
  const key = decoded(index.keyOf(value) ?? '')
    .split('/')
    .at(-1)
    ?.replace(/^\$\{(.*)\}$/, '$1');
  return key ? (projects(index).get(key)?.id ?? key) : undefined;
}

/** Policies write `/` as `%2F`. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const projects = oncePerIndex(
  (index): ReadonlyMap<string, Resource> =>
    new Map(index.ofType('google_project').map((project) => [index.keyOf(project.properties.project_id) ?? project.id, project])),
);

/** A project or folder with all that it is in, as far as the inputs say. */
export function withAncestors(index: ResourceIndex, key: string): readonly string[] {
  const found: string[] = [];
  for (let next: string | undefined = projects(index).get(key)?.id ?? key; next !== undefined && !found.includes(next); ) {
    found.push(next);
    const { folder_id, org_id, parent } = index.get(next)?.properties ?? {};
    next = containerKey(index, folder_id ?? org_id ?? parent);
  }
  return found;
}
