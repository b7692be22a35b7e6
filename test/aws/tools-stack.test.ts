import { App, CfnResource } from 'aws-cdk-lib';
import type { CfnListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { CfnFirewallDomainList } from 'aws-cdk-lib/aws-route53resolver';
import { describe, expect, test } from 'vitest';
import { ToolsStack } from '../../examples/aws-fargate-tools/stack';
import { treeTemplates } from '../../lib/aws/tree-templates';
import { decide } from '../../lib/policy/decision';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { verifyTemplates } from '../../lib/verify/verify-templates';
import { interception } from './interception-fixture';

const policy = EgressPolicy.fromFile('examples/aws-fargate-tools/airlock.yaml');

/** What the judge says of the example, after an edit that nothing else holds. */
function judged(edit: (stack: ToolsStack) => void = () => {}) {
  const stack = new ToolsStack(new App(), 'Tools', interception);
  edit(stack);
  return verifyTemplates(treeTemplates(stack), { policy });
}

const found = <T extends CfnResource>(stack: ToolsStack, type: string, part: string): T =>
  stack.node
    .findAll()
    .find((each) => CfnResource.isCfnResource(each) && each.cfnResourceType === type && each.node.path.includes(part)) as T;

const allowedNames = (stack: ToolsStack) =>
  found<CfnFirewallDomainList>(stack, 'AWS::Route53Resolver::FirewallDomainList', 'Resolver/Allowed');

describe('the example with tools', () => {
  test('is proven, within its policy', () => {
    const { verdict, findings } = judged();
    expect([verdict, findings]).toEqual(['proven', []]);
  });

  test.each<[string, (stack: ToolsStack) => void]>([
    [
      'the resolver answers all names below one that leads to the door',
      (stack) => allowedNames(stack).addPropertyOverride('Domains', ['*.github.com']),
    ],
    [
      'a port leads to another door’s proxies',
      (stack) => {
        const group = found(stack, 'AWS::ElasticLoadBalancingV2::TargetGroup', 'Transparent/');
        group.addPropertyOverride('Port', 9902);
        const service = found(stack, 'AWS::ECS::Service', 'Proxy');
        service.addPropertyOverride('LoadBalancers.2.ContainerPort', 9902);
      },
    ],
    [
      'the proxies’ own ports are not all that the door opens',
      (stack) => found(stack, 'AWS::ECS::Service', 'Proxy').addMetadata('agent-airlock', { role: 'proxy', ports: [8080, 3128] }),
    ],
  ])('is not if %s', (_, edit) => {
    expect(judged(edit).verdict).toBe('refuted');
  });

  test('is unknown if a port leads to what is not in the template', () => {
    const listener = (stack: ToolsStack) => found<CfnListener>(stack, 'AWS::ElasticLoadBalancingV2::Listener', 'Transparent');
    const elsewhere = [
      { Type: 'forward', TargetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/x/1' },
    ];
    expect(judged((stack) => listener(stack).addPropertyOverride('DefaultActions', elsewhere)).verdict).toBe('unknown');
  });

  test.each([
    ['allows a fetch', 'GET', 'https://github.com/acme/app/info/refs', 'allowed'],
    ['allows a package', 'GET', 'https://npm.example.com/left-pad', 'allowed'],
    ['refuses a push', 'POST', 'https://github.com/acme/app/git-receive-pack', 'path-not-allowed'],
    ['refuses a release', 'PUT', 'https://npm.example.com/left-pad', 'method-not-allowed'],
    ['refuses somebody else’s repository', 'GET', 'https://github.com/other/app/info/refs', 'path-not-allowed'],
  ])('%s', (_, method, url, reason) => {
    expect(decide(policy.agent(), method, url).reason).toBe(reason);
  });
});
