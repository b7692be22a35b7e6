import type { CfnTaskDefinition, TaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { templateProperties } from './template-properties';

// AWS General Reference, "Amazon Elastic Container Service endpoints and quotas": 64 KiB, not adjustable
const limit = 64 * 1024;
// what stands for a value that only the deployment knows may be shorter than the value
const reserve = 4 * 1024;

/** A message if a task definition is larger than ECS takes, in bytes; for use while the app is validated. */
export function sizeProblems({ node }: TaskDefinition): string[] {
  const bytes = Buffer.byteLength(JSON.stringify(templateProperties(node.defaultChild as CfnTaskDefinition)));
  if (bytes <= limit - reserve) return [];
  return [
    `task definition of the proxy must be ${limit - reserve} bytes at most, as ECS takes ${limit}: list fewer hosts, or split the policy \
over two airlocks, got ${bytes} bytes`,
  ];
}
