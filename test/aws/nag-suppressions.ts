import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Findings of cdk-nag (AwsSolutions) that are meant, where they are, and why. */
const meant: readonly { readonly at: RegExp; readonly id: string; readonly because: string }[] = [
  {
    at: /\/Proxy\/Secrets\/[^/]+$/,
    id: 'AwsSolutions-SMG4',
    because:
      "A provider's API key has no rotation that Secrets Manager could run; when its owner changes it, the proxies restart.",
  },
  {
    at: /\/ExecutionRole$/,
    id: 'AwsSolutions-IAM5[Resource::*]',
    because: 'ecr:GetAuthorizationToken has no resource to name. Every other statement of the role names one.',
  },
  {
    at: /\/Balancer\/Balancer$/,
    id: 'AwsSolutions-ELB2',
    because:
      'A Network Load Balancer logs TLS listeners only, and these are TCP. Envoy records every request, and flow logs every flow.',
  },
  {
    at: /\/Rotation\/Machine$/,
    id: 'AwsSolutions-SF1',
    because:
      'A standard state machine keeps the history of each execution, and this one makes one call, which CloudTrail records.',
  },
  {
    at: /\/Rotation\/Machine$/,
    id: 'AwsSolutions-SF2',
    because: 'There is nothing to trace in one call.',
  },
  {
    at: /\/Task$/,
    id: 'AwsSolutions-ECS2',
    because: "An agent's variables lead to the proxy and hold no secret, which the agent's own validation proves.",
  },
];

/** Acknowledges what is meant under `scope`; throws an Error if something listed isn't there. */
export function acknowledgeNag(scope: IConstruct): void {
  const constructs = scope.node.findAll();
  for (const { at, id, because } of meant) {
    const found = constructs.filter(({ node }) => at.test(`/${node.path}`));
    if (found.length === 0) throw new Error(`${id} must be acknowledged where it is found, got no construct at ${at}`);
    for (const construct of found) Validations.of(construct).acknowledge({ id, reason: because });
  }
}
