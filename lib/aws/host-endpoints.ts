import { Stack } from 'aws-cdk-lib';
import {
  type InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  type ISecurityGroup,
  type IVpc,
  Port,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import { ClosedSecurityGroup } from './closed-security-group';
import { type HostActions, hostActions } from './host-role';
import { allowedTo, interfaceEndpoint } from './interface-endpoint';

/** Container instances that may join a cluster through the endpoints. */
export interface HostUser {
  readonly group: ISecurityGroup;
  readonly role: IRole;
  readonly cluster: ICluster;
}

export interface HostEndpointsProps {
  readonly vpc: IVpc;
  /** Where the endpoints are. */
  readonly subnets: SubnetSelection;
}

/**
 * The AWS services that container instances need in order to be told of tasks. Instances call them, and agents never do: they have a security
 * group of their own, which no agent's group leads to (Amazon ECS Developer Guide, "Amazon ECS interface VPC endpoints").
 */
export class HostEndpoints extends AirlockConstruct {
  private readonly group: ClosedSecurityGroup;
  private readonly endpoints: Readonly<Record<keyof HostActions, InterfaceVpcEndpoint>>;

  constructor(scope: Construct, id: string, { vpc, subnets }: HostEndpointsProps) {
    super(scope, id);
    const group = new ClosedSecurityGroup(this, 'Group', vpc, 'Endpoints of Amazon ECS for container instances');
    const endpoint = (name: string, service: InterfaceVpcEndpointAwsService) =>
      interfaceEndpoint(this, name, { vpc, subnets, group, service });
    this.group = group;
    this.endpoints = {
      Ecs: endpoint('Ecs', InterfaceVpcEndpointAwsService.ECS),
      EcsAgent: endpoint('EcsAgent', InterfaceVpcEndpointAwsService.ECS_AGENT),
      EcsTelemetry: endpoint('EcsTelemetry', InterfaceVpcEndpointAwsService.ECS_TELEMETRY),
    };
  }

  /** Lets container instances join their own cluster. */
  admit({ group, role, cluster }: HostUser): void {
    this.group.addIngressRule(group, Port.tcp(443), 'Container instances');
    group.addEgressRule(this.group, Port.tcp(443), 'Amazon ECS');
    const asked = Object.entries(hostActions(cluster)) as [keyof HostActions, HostActions[keyof HostActions]][];
    for (const [name, statements] of asked) {
      for (const { actions, resource } of statements) this.endpoints[name].addToPolicy(allowedTo(role, actions, resource));
    }
  }
}

/** The names that the endpoints answer to: Amazon ECS Developer Guide, "Amazon ECS interface VPC endpoints". */
export function hostNames(scope: Construct): string[] {
  const { region, urlSuffix } = Stack.of(scope);
  return ['ecs', 'ecs-a', 'ecs-t'].map((service) => `${service}.${region}.${urlSuffix}`);
}
