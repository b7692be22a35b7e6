import { Duration } from 'aws-cdk-lib';
import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  AvailabilityZoneRebalancing,
  FargatePlatformVersion,
  FargateService,
  type FargateTaskDefinition,
} from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import type { EgressNetwork } from './egress-network';

export interface EgressServiceProps {
  readonly network: EgressNetwork;
  readonly task: FargateTaskDefinition;
  readonly group: ISecurityGroup;
  /** How many tasks it keeps running. */
  readonly tasks: number;
}

/** Tasks behind a load balancer of the egress network, replaced one by one; a deployment that doesn't become healthy is taken back. */
export function egressService(scope: Construct, { network, task, group, tasks }: EgressServiceProps): FargateService {
  const subnets = network.vpc.selectSubnets(network.proxies);
  const service = new FargateService(scope, 'Service', {
    cluster: network.cluster,
    taskDefinition: task,
    vpcSubnets: network.proxies,
    // public subnets lead out by a public address or not at all
    assignPublicIp: subnets.hasPublic,
    securityGroups: [group],
    desiredCount: tasks,
    minHealthyPercent: 100,
    maxHealthyPercent: 200,
    circuitBreaker: { enable: true, rollback: true },
    availabilityZoneRebalancing: AvailabilityZoneRebalancing.ENABLED,
    platformVersion: FargatePlatformVersion.VERSION1_4,
    enableExecuteCommand: false,
    healthCheckGracePeriod: Duration.seconds(60),
  });
  service.node.addDependency(subnets.internetConnectivityEstablished);
  return service;
}
