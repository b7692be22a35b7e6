import type { Doubt } from '../../world/doubt';
import { Reference, Text, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import type { PolicyInForce } from './policies';
import { policyTypes } from './policy-rules';

/** The policies of organisations and folders that are in force for a network, from the top: "Hierarchical firewall policies". */
export function hierarchicalPolicies(index: ResourceIndex, network: string): readonly PolicyInForce[] {
  const associations = index.ofType('google_compute_firewall_policy_association');
  if (associations.length === 0) return [];
  const { nodes, complete } = ancestry(index, network);
  const placed = associations.map((resource) => ({
    resource,
    node: nodeKey(index, resource.properties.attachment_target) ?? '',
  }));
  const known = nodes.flatMap((node) =>
    placed.filter((each) => each.node === node).map(({ resource }) => inForce(index, resource)),
  );
  if (complete) return known;
  const unsure = placed.filter(({ node }) => !nodes.includes(node));
  return [...unsure.map(({ resource }) => ({ ...inForce(index, resource), doubt: outside(resource, network) })), ...known];
}

const outside = ({ id, place }: Resource, network: string): Doubt => ({
  reason: `whether ${id} is for the project of ${network} isn't in the inputs`,
  place,
});

function inForce(index: ResourceIndex, resource: Resource): PolicyInForce {
  const policy = index.keyOf(resource.properties.firewall_policy, ...policyTypes) ?? '';
  return { policy, by: resource, ...(resource.doubt && { doubt: resource.doubt }) };
}

interface Ancestry {
  /** Organisation and folders, from the top. */
  readonly nodes: readonly string[];
  /** Whether nothing is above the first. */
  readonly complete: boolean;
}

function ancestry(index: ResourceIndex, network: string): Ancestry {
  const resource = index.get(network);
  const project = resource && projectOf(index, index.property(resource, 'project'));
  if (!project) return { nodes: [], complete: false };
  const nodes: string[] = [];
  let at = nodeKey(index, project.properties.folder_id, 'folders') ?? nodeKey(index, project.properties.org_id, 'organizations');
  while (at !== undefined && !nodes.includes(at)) {
    nodes.unshift(at);
    const folder = index.get(at);
    at = folder ? nodeKey(index, folder.properties.parent) : undefined;
  }
  return { nodes, complete: nodes[0]?.startsWith('organizations/') ?? false };
}

/** The project that a value names, if the inputs make it. */
export function projectOf(index: ResourceIndex, property: Value | undefined): Resource | undefined {
  const value = property instanceof Text ? property.parts.find((part) => part instanceof Reference) : property;
  if (value instanceof Reference) {
    const found = index.get(value.resource);
    return found?.type === 'google_project' ? found : undefined;
  }
  const key = index.keyOf(value)?.replace(/^projects\//, '');
  return key === undefined ? undefined : byProjectId(index).get(key);
}

const byProjectId = oncePerIndex(
  (index): ReadonlyMap<string, Resource> =>
    new Map(index.ofType('google_project').map((project) => [index.keyOf(project.properties.project_id) ?? project.id, project])),
);

function nodeKey(index: ResourceIndex, value: Value | undefined, kind?: string): string | undefined {
  const reference = value instanceof Text ? value.parts.find((part) => part instanceof Reference) : value;
  if (reference instanceof Reference && index.get(reference.resource)?.type === 'google_folder') return reference.resource;
  const key = index.keyOf(value, 'google_folder');
  if (key === undefined || index.get(key)) return key;
  return /^\d+$/.test(key) && kind !== undefined ? `${kind}/${key}` : key;
}
