import { App, Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PermissionsBoundary, Role } from 'aws-cdk-lib/aws-iam';
import { AssetManifestArtifact } from 'aws-cdk-lib/cx-api';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json';
import { describe, expect, test } from 'vitest';
import { AgentAirlock } from '../../lib/aws/agent-airlock';
import { AuditTrail } from '../../lib/aws/audit-trail';
import { EgressNetwork } from '../../lib/aws/egress-network';
import { agentIn, airlockIn, image, policy, problemsOf, resourcesOf, sealedIn, stackOf, templateOf, twoAgents } from './fixture';

describe('an airlock', () => {
  const stack = stackOf();
  agentIn(stack, { replicas: 1 });
  const template = templateOf(stack);
  const resources = Object.entries(
    template.toJSON().Resources as Record<string, { Type: string; Properties?: object; DeletionPolicy?: string }>,
  );

  test('needs no Lambda, no custom resource, no look-up and no asset', () => {
    const types = resources.map(([, { Type }]) => Type);
    expect(types.filter((type) => /^(AWS::Lambda|Custom::|AWS::CloudFormation::CustomResource)/.test(type))).toEqual([]);
    const { manifest, artifacts } = (stack.node.root as App).synth();
    expect(manifest.missing ?? []).toEqual([]);
    const assets = artifacts
      .filter((artifact) => artifact instanceof AssetManifestArtifact)
      .flatMap(({ contents }) => [
        ...Object.values(contents.dockerImages ?? {}),
        ...Object.values(contents.files ?? {}).filter(({ displayName }) => !displayName?.endsWith('Template')),
      ]);
    expect(assets).toEqual([]);
  });

  test('names nothing, so that it can be made twice', () => {
    const names = /^(Bucket|Cluster|Delivery\w*|Function|Group|Key|LogGroup|Policy|Role|Rule|Service|StateMachine)?Name$/;
    const named = resources.filter(([, { Type, Properties = {} }]) => {
      const given = Object.keys(Properties).filter((property) => names.test(property));
      // those that must have one, or mean something else's
      const meant: Record<string, string> = {
        'AWS::IAM::Policy': 'PolicyName',
        'AWS::EC2::FlowLog': 'LogGroupName',
        'AWS::EC2::VPCEndpoint': 'ServiceName',
      };
      return given.some((property) => property !== meant[Type] && Type !== 'AWS::ApplicationAutoScaling::ScalingPolicy');
    });
    expect(named.map(([id]) => id)).toEqual([]);
  });

  test('leaves its evidence behind when it is deleted', () => {
    const kept = resources.filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain').map(([, { Type }]) => Type);
    expect(kept.sort()).toEqual(['AWS::KMS::Key', ...Array(4).fill('AWS::Logs::LogGroup')]);
  });

  test('protects nothing from CloudFormation, which could not take back a deployment that failed', () => {
    const guarded = resources.filter(([, { Properties }]) => {
      const text = JSON.stringify(Properties ?? {});
      return /"(Mutation|Deletion|Termination)Protection(Enabled)?":("ENABLED"|true)|"deletion_protection.enabled","Value":"true"/i.test(
        text,
      );
    });
    expect(guarded.map(([id]) => id)).toEqual([]);
  });

  test('has no security group without explicit egress', () => {
    const groups = Object.values(resourcesOf(template, 'AWS::EC2::SecurityGroup'));
    expect(groups.length).toBe(5);
    for (const { SecurityGroupEgress } of groups)
      expect(SecurityGroupEgress).toMatchObject([{ CidrIp: '127.0.0.1/32', IpProtocol: '-1' }]);
  });

  test('opens to everywhere for the proxies, on port 443, and for nothing else', () => {
    const open = Object.entries(resourcesOf(template, 'AWS::EC2::SecurityGroupEgress')).filter(
      ([, { CidrIp, CidrIpv6 }]) => CidrIp || CidrIpv6,
    );
    expect(open.map(([id, { CidrIp, FromPort, ToPort }]) => [id.replace(/to.*/, ''), CidrIp, FromPort, ToPort])).toEqual([
      ['AirlockProxyGroup', '0.0.0.0/0', 443, 443],
    ]);
    const entries = Object.values(resourcesOf(template, 'AWS::EC2::SecurityGroupIngress'));
    expect(entries.filter(({ CidrIp, CidrIpv6 }) => CidrIp || CidrIpv6)).toEqual([]);
  });
});

describe('parts that exist', () => {
  test('are used, and no others are made', () => {
    const stack = stackOf();
    const audit = new AuditTrail(stack, 'Evidence');
    const sealed = sealedIn(stack, { audit });
    const egress = new EgressNetwork(stack, 'Out', { audit });
    const airlock = airlockIn(stack, { audit, sealed, egress });
    expect([airlock.audit, airlock.sealed, airlock.door.proxy]).toEqual([audit, sealed, airlock.proxy]);
    const template = templateOf(stack);
    template.resourceCountIs('AWS::EC2::VPC', 2);
    template.resourceCountIs('AWS::KMS::Key', 1);
    expect(problemsOf(stack)).toEqual([]);
  });

  test('must be made for the same policy', () => {
    const stack = stackOf();
    const sealed = sealedIn(stack, { policy: twoAgents });
    expect(() => new AgentAirlock(stack, 'Airlock', { policy, sealed, proxyImage: image(stack, 'envoy') })).toThrow(
      "sealed must be made for the airlock's policy",
    );
  });
});

describe('where roles are somebody else to say', () => {
  test('a permissions boundary holds for every role', () => {
    const app = new App();
    const stack = stackOf(app);
    const boundary = ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'developer');
    PermissionsBoundary.of(app).apply(boundary);
    agentIn(stack);
    const roles = Object.values(resourcesOf(templateOf(stack), 'AWS::IAM::Role'));
    expect(roles.length).toBeGreaterThan(5);
    expect(roles.filter(({ PermissionsBoundary: held }) => !JSON.stringify(held ?? '').includes('developer'))).toEqual([]);
  });

  test('roles made beforehand are used, and none is made here', () => {
    const paths = [
      'Sealed/Flows/Role',
      'Egress/Flows/Role',
      'Proxy/ExecutionRole',
      'Proxy/TaskRole',
      'Proxy/Rotation/Machine/Role',
      'Proxy/Rotation/Machine/EventsRole',
    ];
    const app = new App();
    const names = paths.map((path, index) => [`Test/Airlock/${path}`, `existing-${index}`] as const);
    Role.customizeRoles(app, {
      usePrecreatedRoles: { ...Object.fromEntries(names), 'Test/Agent/ExecutionRole': 'existing-agent' },
    });
    const stack = stackOf(app);
    const agent = agentIn(stack);
    const template = templateOf(stack);
    template.resourceCountIs('AWS::IAM::Role', 0);
    template.resourceCountIs('AWS::IAM::Policy', 0);
    expect(JSON.stringify(stack.resolve(agent.taskDefinition.executionRoleArn))).toContain('role/existing-agent');
    expect(JSON.stringify(template.findResources('AWS::EC2::VPCEndpoint'))).toContain(':role/existing-agent');
  });
});

test('the feature flags of new apps change nothing that matters', () => {
  const matters = /^AWS::(EC2|IAM|ECS::TaskDefinition|Route53Resolver|KMS|Logs|SecretsManager)/;
  const resourcesWith = (context: Record<string, unknown>) => {
    const stack = stackOf(new App({ context }));
    agentIn(stack);
    const all = Object.entries<{ Type: string }>(templateOf(stack).toJSON().Resources);
    return Object.fromEntries(all.filter(([, { Type }]) => matters.test(Type)));
  };
  expect(resourcesWith(recommended)).toEqual(resourcesWith({}));
});

test('two airlocks fit into one stack', () => {
  const stack = new Stack(new App(), 'Test');
  new AgentAirlock(stack, 'One', { policy, proxyImage: image(stack, 'one') });
  new AgentAirlock(stack, 'Two', { policy, proxyImage: image(stack, 'two') });
  templateOf(stack).resourceCountIs('AWS::EC2::VPC', 4);
});
