import { Grant, type IGrantable, type IRole } from 'aws-cdk-lib/aws-iam';

/** What someone who starts an agent's tasks may use. */
export interface RunTarget {
  readonly taskDefinitionArn: string;
  readonly clusterArn: string;
  readonly subnetIds: readonly string[];
  readonly executionRole: IRole;
}

/**
 * Lets someone run one task definition in one cluster, without ECS Exec, and pass the one role that starting it takes.
 *
 * The Service Authorization Reference lists `ecs:cluster` and `ecs:enable-execute-command` for `RunTask`, but `ecs:subnet` and
 * `ecs:auto-assign-public-ip` only for services. So those two bind where the request carries them and match where it doesn't; that the task
 * starts nowhere else is held by its execution role, which gets the image through the sealed network's endpoints only. Whoever may pass that
 * role may also give it to the task itself: the agent can then fetch its own image and write its own log, which is all that the role may.
 */
export function grantRun(grantee: IGrantable, target: RunTarget): Grant {
  const run = Grant.addToPrincipal({
    grantee,
    actions: ['ecs:RunTask'],
    resourceArns: [target.taskDefinitionArn],
    conditions: {
      ArnEquals: { 'ecs:cluster': target.clusterArn },
      StringEquals: { 'ecs:enable-execute-command': 'false' },
      BoolIfExists: { 'ecs:auto-assign-public-ip': 'false' },
      'ForAllValues:StringEquals': { 'ecs:subnet': target.subnetIds },
    },
  });
  const pass = Grant.addToPrincipal({
    grantee,
    actions: ['iam:PassRole'],
    resourceArns: [target.executionRole.roleArn],
    conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
  });
  return run.combine(pass);
}
