import type { TerraformResource } from 'cdktf';

/** What `agent-airlock verify` is told of a resource, so that nobody has to name it on the command line. */
export type RoleMetadata =
  | { readonly role: 'agent' }
  /** The TCP ports at which agents may use it. */
  | { readonly role: 'proxy'; readonly ports: readonly number[] };

const marked = new WeakMap<TerraformResource, RoleMetadata>();

/** What a resource was marked as; undefined if it wasn't. */
export const markOf = (resource: TerraformResource): RoleMetadata | undefined => marked.get(resource);

/**
 * Marks a resource as an agent or a proxy: under `"//"`, which Terraform passes over, and by a label where it may have labels, since a plan has
 * these only. Of a group of instances, mark the template as well.
 */
export function markRole(resource: TerraformResource, metadata: RoleMetadata): void {
  marked.set(resource, metadata);
  resource.addOverride('//.agent-airlock', metadata);
  if ('labels' in resource) resource.addOverride('labels.agent-airlock', metadata.role);
}
