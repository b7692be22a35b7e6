import type { CfnResource } from 'aws-cdk-lib';

/** What `agent-airlock verify` is told of a resource, so that nobody has to name it on the command line. */
export type RoleMetadata =
  /** Where a task definition is run, if nothing in the template runs it. */
  | {
      readonly role: 'agent';
      readonly subnets: readonly string[];
      readonly securityGroups: readonly string[];
      /** Whose container instances it runs on. @default - none: Fargate */
      readonly cluster?: string;
    }
  /** The TCP ports at which agents may use it. */
  | { readonly role: 'proxy'; readonly ports: readonly number[] };

/** Marks a resource as an agent or a proxy in the template's metadata. */
export function markRole(resource: CfnResource, metadata: RoleMetadata): void {
  resource.addMetadata('agent-airlock', metadata);
}
