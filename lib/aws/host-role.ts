import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** The endpoints of Amazon ECS, and what container instances ask of each. */
export type HostActions = Readonly<Record<'Ecs' | 'EcsAgent' | 'EcsTelemetry', readonly HostAction[]>>;

interface HostAction {
  readonly actions: string[];
  readonly resource: string;
}

/** The role of container instances: what the container agent asks Amazon ECS for, of one cluster, and no image, log or session. */
export function hostRole(scope: Construct, id: string, cluster: ICluster): Role {
  const role = new Role(scope, id, {
    assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
    description: 'Container instances join their cluster with it',
  });
  for (const { actions, resource } of Object.values(hostActions(cluster)).flat()) {
    role.addToPrincipalPolicy(new PolicyStatement({ actions, resources: [resource] }));
  }
  return role;
}

/**
 * What the container agent calls; images and logs are the task's execution role's. Resource types are those of the Service Authorization
 * Reference, "Actions, resources, and condition keys for Amazon Elastic Container Service": `ecs:DiscoverPollEndpoint` has none.
 */
export function hostActions(cluster: ICluster): HostActions {
  const resource = Stack.of(cluster).formatArn({
    service: 'ecs',
    resource: 'container-instance',
    resourceName: `${cluster.clusterName}/*`,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  return {
    Ecs: [
      { actions: ['ecs:DiscoverPollEndpoint'], resource: '*' },
      { actions: ofCluster, resource: cluster.clusterArn },
    ],
    EcsAgent: [{ actions: ['ecs:Poll'], resource }],
    EcsTelemetry: [{ actions: ['ecs:StartTelemetrySession'], resource }],
  };
}

const ofCluster = [
  'ecs:DeregisterContainerInstance',
  'ecs:RegisterContainerInstance',
  'ecs:SubmitAttachmentStateChanges',
  'ecs:SubmitContainerStateChange',
  'ecs:SubmitTaskStateChange',
];
