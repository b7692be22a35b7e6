import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { PinnedImage } from './pinned-image';

/** What ECS does in order to start a task, before any of the task's own code runs. */
export interface TaskStart {
  readonly image: PinnedImage;
  readonly logGroup: ILogGroup;
  /** The only network whose endpoints the image may be pulled through. @default - any */
  readonly only?: IVpc;
}

/** The actions of an image pull on its repository. */
export const pullActions = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
/** The actions of the awslogs driver on its log group. */
export const logActions = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** A role that ECS starts tasks with, in this account only; it may do nothing yet. */
export function executionRole(scope: Construct, id: string): Role {
  return new Role(scope, id, { assumedBy: ecsTasks(scope), description: 'ECS starts tasks with it: image, log and secrets' });
}

/** This account's ECS tasks. */
export function ecsTasks(scope: Construct): ServicePrincipal {
  const { account } = Stack.of(scope);
  const anyTask = Stack.of(scope).formatArn({ service: 'ecs', resource: '*', arnFormat: ArnFormat.NO_RESOURCE_NAME });
  return new ServicePrincipal('ecs-tasks.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': anyTask } },
  });
}

/**
 * Lets a role start a task: one repository, one log group.
 *
 * With `only`, a task that anyone starts in another network doesn't get its image. `ecr:GetAuthorizationToken` can't be bound so, as
 * Fargate calls it from an interface of its own (Amazon ECS Developer Guide, "Amazon ECS task execution IAM role", Fargate tasks
 * pulling Amazon ECR images over interface endpoints).
 */
export function allowStart(role: IRole, { image, logGroup, only }: TaskStart): void {
  role.addToPrincipalPolicy(new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }));
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: pullActions,
      resources: [image.repository.repositoryArn],
      ...(only && { conditions: { StringEquals: { 'aws:SourceVpc': only.vpcId } } }),
    }),
  );
  role.addToPrincipalPolicy(new PolicyStatement({ actions: logActions, resources: [logGroup.logGroupArn] }));
}
