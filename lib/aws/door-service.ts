import { Stack, Token } from 'aws-cdk-lib';
import { VpcEndpointService } from 'aws-cdk-lib/aws-ec2';
import type { NetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ArnPrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * The proxies' side of a door: who may ask for an endpoint. This account's are let in at once; as soon as there are other accounts, each
 * must be accepted by hand. Envoy looks at the endpoint's id besides.
 */
export function doorService(
  scope: Construct,
  balancer: NetworkLoadBalancer,
  otherAccounts: readonly string[],
): VpcEndpointService {
  const wrong = otherAccounts.find((account) => !Token.isUnresolved(account) && !/^\d{12}$/.test(account));
  if (wrong !== undefined) throw new Error(`otherAccounts must hold account ids of 12 digits, got '${wrong}'`);
  const { account, partition } = Stack.of(scope);
  return new VpcEndpointService(scope, 'DoorService', {
    vpcEndpointServiceLoadBalancers: [balancer],
    acceptanceRequired: otherAccounts.length > 0,
    allowedPrincipals: [account, ...otherAccounts].map((id) => new ArnPrincipal(`arn:${partition}:iam::${id}:root`)),
  });
}
