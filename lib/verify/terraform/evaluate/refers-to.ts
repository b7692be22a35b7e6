import { AnyOf, Reference, Text, type Value } from '../../world/value';
import type { Resource, World } from '../../world/world';
import { own } from '../load/json';
import { withDefault } from './provider-defaults';
import { pathOf } from './resource-paths';

/** The resources of a world by what texts call them. */
export interface ReferenceIndex {
  /** By the full path, `projects/p/global/networks/agents`; null where two have the same. */
  readonly paths: ReadonlyMap<string, string | null>;
  /** By type and name, `google_compute_network agents`; null where two have the same. */
  readonly names: ReadonlyMap<string, string | null>;
}

/** Attributes that name their resource, and nothing else of it. */
const naming: ReadonlySet<string | undefined> = new Set([
  undefined,
  'id',
  'self_link',
  'self_link_unique',
  'name',
  'email',
  'member',
  'unique_id',
  'network_id',
  'secret_id',
]);

/** Indexes a world once, in linear time. */
export function referenceIndex(world: World): ReferenceIndex {
  const [paths, names] = [new Map<string, string | null>(), new Map<string, string | null>()];
  for (const resource of world.resources.values()) {
    for (const path of new Set(pathsOf(world, resource))) add(paths, path, resource.id);
    const name = own(resource.properties, 'name');
    if (typeof name === 'string') add(names, `${resource.type} ${name}`, resource.id);
  }
  return { paths, names };
}

function add(map: Map<string, string | null>, key: string, id: string): void {
  map.set(key, map.has(key) ? null : id);
}

/** What the configuration makes of a resource's path, and what a plan knows of it already. */
function pathsOf(world: World, resource: Resource): readonly string[] {
  const argument = (name: string): string | undefined => literal(withDefault(world, resource, name));
  const project = argument('project');
  const path = pathOf(resource.type, argument);
  const isAccount = resource.type === 'google_service_account';
  // the `member` of a grant is somebody else, and an id without a path may be another thing's name
  const known = (isAccount ? ['email', 'member'] : ['id', 'self_link'])
    .map((name) => literal(own(resource.properties, name)))
    .filter((text) => text !== undefined && /[/@]/.test(text));
  const email = isAccount ? path?.replace('serviceAccounts/', '') : undefined;
  const full = project === undefined ? [] : [`projects/${project.replace(/^projects\//, '')}/${path}`];
  const made = path === undefined ? [] : [path, ...full];
  return [...made, ...(email === undefined ? [] : [email]), ...known.flatMap((text) => (text === undefined ? [] : [bare(text)]))];
}

/** A text by which a value is looked up; a variable in it stands as itself, as it has one value wherever it is. */
export function literal(value: Value | undefined): string | undefined {
  if (value instanceof AnyOf) return `{${value.name}}`;
  if (!(value instanceof Text)) return typeof value === 'string' && value !== '' ? value : undefined;
  const parts = value.parts.map(literal);
  return parts.includes(undefined) ? undefined : parts.join('');
}

/** A path without the host and version that a self link begins with, or the kind that a member does. */
export const bare = (text: string): string =>
  text.replace(/^(?:https?:)?\/\/[^/]+\/(?:compute\/[^/]+\/|v\d\w*\/)?|^serviceAccount:/, '');

/**
 * The id of the resource in the world that a value names: by a reference to its id, self link or name, in a text or not, or by its full
 * path. A bare name counts for the `types` that its argument can name.
 */
export function refersTo(index: ReferenceIndex, value: Value | undefined, types: readonly string[] = []): string | undefined {
  if (value instanceof Reference) return naming.has(value.attribute) ? value.resource : undefined;
  const named = value instanceof Text ? inText(value) : undefined;
  const text = literal(value);
  if (named !== undefined || text === undefined) return named;
  const byPath = index.paths.get(bare(text));
  return byPath === undefined ? byName(index, text, types) : (byPath ?? undefined);
}

/** A text that only adds a path or a kind before a resource: `projects/p/global/networks/${name}`, `serviceAccount:${email}`. */
function inText({ parts }: Text): string | undefined {
  const last = parts.at(-1);
  const before = parts.at(-2);
  if (!(last instanceof Reference) || !naming.has(last.attribute)) return undefined;
  return typeof before === 'string' && /[/:]$/.test(before) ? last.resource : undefined;
}

function byName(index: ReferenceIndex, name: string, types: readonly string[]): string | undefined {
  const found = types.flatMap((type) => index.names.get(`${type} ${name}`) ?? []);
  return found.length === 1 ? found[0] : undefined;
}
