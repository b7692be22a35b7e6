import { Stack } from 'aws-cdk-lib';
import {
  InterfaceVpcEndpoint,
  type InterfaceVpcEndpointAwsService,
  type ISecurityGroup,
  type IVpc,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

export interface InterfaceEndpointProps {
  readonly vpc: IVpc;
  readonly subnets: SubnetSelection;
  readonly group: ISecurityGroup;
  readonly service: InterfaceVpcEndpointAwsService;
}

/** An endpoint of an AWS service that lets nothing through but what is added to its policy, and other accounts never. */
export function interfaceEndpoint(
  scope: Construct,
  id: string,
  { vpc, subnets, group, service }: InterfaceEndpointProps,
): InterfaceVpcEndpoint {
  const endpoint = new InterfaceVpcEndpoint(scope, id, { vpc, service, subnets, securityGroups: [group], open: false });
  // an endpoint without a policy lets everything through
  endpoint.addToPolicy(
    new PolicyStatement({
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['*'],
      resources: ['*'],
      conditions: { StringNotEquals: { 'aws:PrincipalAccount': Stack.of(scope).account } },
    }),
  );
  return endpoint;
}

/** Lets one role of this account through. */
export function allowedTo(role: IRole, actions: string[], resource: string): PolicyStatement {
  return new PolicyStatement({
    principals: [new AnyPrincipal()],
    actions,
    resources: [resource],
    conditions: {
      StringEquals: { 'aws:PrincipalAccount': Stack.of(role).account },
      ArnEquals: { 'aws:PrincipalArn': role.roleArn },
    },
  });
}
