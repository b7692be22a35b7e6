import { Stack, Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The Stack of a construct; throws an Error that says so if there is none, or if another framework deploys it. */
export function stackOf({ node }: IConstruct): Stack {
  const stack = node.scopes.findLast(Stack.isStack);
  if (stack && (Stage.isStage(node.root) || Stack.isStack(node.root))) return stack;
  throw new Error(
    `'${node.path}' must be under a Stack of aws-cdk-lib, as it is made for AWS: for a TerraformStack of cdktf take agent-airlock/gcp`,
  );
}
