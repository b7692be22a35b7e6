import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { CfnService, FargateService, FargateTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import type { EgressNetwork } from './egress-network';
import { egressService } from './egress-service';

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

/** The proxies as an ECS service that grows with their CPU use. */
export function proxyService(scope: Construct, { network, task, group, size }: ProxyServiceProps): FargateService {
  const { minTasks, maxTasks } = size;
  if (minTasks < 2) throw new Error(`size.minTasks must be 2 or more, so that one zone can fail, got ${minTasks}`);
  const service = egressService(scope, { network, task, group, tasks: minTasks });
  // a number in the template would end the tasks above it at each deployment: "AWS::ECS::Service", DesiredCount
  (service.node.findChild('Service') as CfnService).desiredCount = undefined;
  const scaling = service.autoScaleTaskCount({ minCapacity: minTasks, maxCapacity: maxTasks });
  scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60 });
  return service;
}
