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

/** How large and how many the proxies are. */
export interface ProxySize {
  /** Of each, 1024 is one vCPU. @default 256 */
  readonly cpu?: number;
  /** Of each. @default 512 */
  readonly memoryMiB?: number;
  /** At least 2, one for each zone. @default 2 */
  readonly minTasks?: number;
  /** @default 6 */
  readonly maxTasks?: number;
}

export interface ProxyServiceProps {
  readonly network: EgressNetwork;
  readonly task: FargateTaskDefinition;
  readonly group: ISecurityGroup;
  readonly size: Required<ProxySize>;
}

/** The proxies as an ECS service that grows with their CPU use, and takes back a deployment that doesn't become healthy. */
export function proxyService(scope: Construct, { network, task, group, size }: ProxyServiceProps): FargateService {
  const { minTasks, maxTasks } = size;
  if (minTasks < 2) throw new Error(`size.minTasks must be 2 or more, so that one zone can fail, got ${minTasks}`);
  const subnets = network.vpc.selectSubnets(network.proxies);
  const service = new FargateService(scope, 'Service', {
    cluster: network.cluster,
    taskDefinition: task,
    vpcSubnets: network.proxies,
    // public subnets lead out by a public address or not at all
    assignPublicIp: subnets.hasPublic,
    securityGroups: [group],
    desiredCount: minTasks,
    minHealthyPercent: 100,
    maxHealthyPercent: 200,
    circuitBreaker: { enable: true, rollback: true },
    availabilityZoneRebalancing: AvailabilityZoneRebalancing.ENABLED,
    platformVersion: FargatePlatformVersion.VERSION1_4,
    enableExecuteCommand: false,
    healthCheckGracePeriod: Duration.seconds(60),
  });
  service.node.addDependency(subnets.internetConnectivityEstablished);
  const scaling = service.autoScaleTaskCount({ minCapacity: minTasks, maxCapacity: maxTasks });
  scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60 });
  return service;
}
