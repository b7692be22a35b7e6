import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

interface Meant {
  readonly at: RegExp;
  readonly id: string;
  readonly because: string;
}

/** Findings of cdk-nag (AwsSolutions) that are meant, where they are, and why. */
const meant: readonly Meant[] = [
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

/** The same of an agent's container instances. */
const ofInstances: readonly Meant[] = [
  {
    at: /\/Hosts\/Role$/,
    id: 'AwsSolutions-IAM5[Resource::*]',
    because: 'ecs:DiscoverPollEndpoint has no resource to name. Every other statement of the role names one.',
  },
  {
    at: /\/Hosts\/Role$/,
    id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ecs:<AWS::Region>:<AWS::AccountId>:container-instance/<AgentHostsCluster4822CD63>/*]',
    because: 'An instance gets its id when it joins: it may ask for its tasks as any instance of its own cluster.',
  },
  {
    at: /\/Hosts\/Instances$/,
    id: 'AwsSolutions-AS3',
    because: 'Instances come and go with jobs, which nobody needs to be told of. CloudTrail and Amazon ECS record each.',
  },
];

/** Acknowledges what is meant under `scope`; throws an Error if something listed isn't there. */
export const acknowledgeNag = (scope: IConstruct): void => acknowledge(scope, meant);

/** Acknowledges what is meant of container instances under `scope`; throws an Error if there are none. */
export const acknowledgeInstances = (scope: IConstruct): void => acknowledge(scope, ofInstances);

function acknowledge(scope: IConstruct, list: readonly Meant[]): void {
  const constructs = scope.node.findAll();
  for (const { at, id, because } of list) {
    const found = constructs.filter(({ node }) => at.test(`/${node.path}`));
    if (found.length === 0) throw new Error(`${id} must be acknowledged where it is found, got no construct at ${at}`);
    for (const construct of found) Validations.of(construct).acknowledge({ id, reason: because });
  }
}
