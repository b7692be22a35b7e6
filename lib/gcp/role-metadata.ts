import type { TerraformResource } from 'cdktf';

/** What `agent-airlock verify` is told of a resource, so that nobody has to name it on the command line. */
export type RoleMetadata =
  | { readonly role: 'agent' }
  /** The TCP ports at which agents may use it. */
  | { readonly role: 'proxy'; readonly ports: readonly number[] };

/** Marks a resource as an agent or a proxy, under `"//"`, which Terraform passes over. */
export function markRole(resource: TerraformResource, metadata: RoleMetadata): void {
  resource.addOverride('//.agent-airlock', metadata);
}
