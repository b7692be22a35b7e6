import { Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { type CfnTaskDefinition, Cluster } from 'aws-cdk-lib/aws-ecs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, test } from 'vitest';
import { AuditTrail } from '../../lib/aws/audit-trail';
import { EgressNetwork } from '../../lib/aws/egress-network';
import { EgressProxy } from '../../lib/aws/egress-proxy';
import { templateProperties } from '../../lib/aws/template-properties';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { image, policy, problemsOf, resourcesOf, stackOf, templateOf, theOne } from './fixture';
import { proxyIn, templateWith } from './proxy-fixture';

describe('a proxy is refused', () => {
  test('with a secret that the policy does not use', () => {
    const stack = stackOf();
    const secrets = { 'github-token': Secret.fromSecretNameV2(stack, 'Secret', 'github') };
    expect(() => proxyIn(stack, { secrets })).toThrow(
      "secrets may only name what the policy uses (anthropic-api-key): remove it, got 'github-token'",
    );
  });

  test('with fewer than two tasks', () => {
    expect(() => proxyIn(stackOf(), { size: { minTasks: 1 } })).toThrow('size.minTasks must be 2 or more');
  });

  test.each(['', '123', '1234567890123', '12345678901a'])("with '%s' for another account", (account) => {
    expect(() => proxyIn(stackOf(), { otherAccounts: [account] })).toThrow(`got '${account}'`);
  });

  test('with a policy that it cannot enforce, where it is given', () => {
    const intercept = { name: 'github', host: 'api.github.com', access: 'intercept', allow: 'any' };
    const unenforceable = EgressPolicy.parse({
      version: 1,
      destinations: [{ ...intercept, credential: { type: 'google-access-token' } }],
    });
    expect(() => proxyIn(stackOf(), { policy: unenforceable })).toThrow("destination 'github'");
  });

  test('with nobody to serve', () => {
    const stack = stackOf();
    const audit = new AuditTrail(stack, 'Audit');
    const network = new EgressNetwork(stack, 'Egress', { audit });
    const proxy = new EgressProxy(stack, 'Proxy', { policy, network, audit, image: image(stack, 'envoy') });
    expect(problemsOf(stack)).toEqual([expect.stringContaining('must admit someone')]);
    // and without that validation it would still serve nobody
    const task = proxy.node.findChild('Task').node.defaultChild as CfnTaskDefinition;
    expect(JSON.stringify(templateProperties(task))).toMatch(/x01none|u0001none/);
  });

  test('with an agent that comes by any door', () => {
    expect(() => proxyIn(stackOf()).admit([{ agent: 'default' }])).toThrow("endpointIds of agent 'default'");
  });

  test('with more hosts than a task definition can hold', () => {
    const hosts = Array.from({ length: 3000 }, (_, index) => `host-${index}.example.org`);
    const large = EgressPolicy.parse({ version: 1, destinations: [{ name: 'many', hosts, access: 'tunnel' }] });
    const stack = stackOf();
    proxyIn(stack, { policy: large });
    expect(problemsOf(stack)).toEqual([
      expect.stringMatching(/must be 61440 bytes at most, as ECS takes 65536: .*, got \d+ bytes$/),
    ]);
  });
});

describe('a proxy', () => {
  test('is granted what its role is granted', () => {
    const stack = stackOf();
    new Bucket(stack, 'Bucket').grantRead(proxyIn(stack));
    expect(
      Object.keys(resourcesOf(templateOf(stack), 'AWS::IAM::Policy')).filter((id) => id.startsWith('ProxyTaskRole')),
    ).toHaveLength(1);
  });

  test('connects to what lets it', () => {
    const stack = stackOf();
    const proxy = proxyIn(stack);
    const group = new SecurityGroup(stack, 'Database', {
      vpc: Vpc.fromVpcAttributes(stack, 'V', { vpcId: 'vpc-1', availabilityZones: ['a'] }),
    });
    group.connections.allowFrom(proxy, Port.tcp(5432));
    templateOf(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 5432 });
  });

  test('shared with other accounts asks before it lets them in', () => {
    const template = templateWith(() => ({ otherAccounts: ['210987654321'] }));
    expect(theOne(template, 'AWS::EC2::VPCEndpointService').AcceptanceRequired).toBe(true);
    expect(theOne(template, 'AWS::EC2::VPCEndpointServicePermissions').AllowedPrincipals).toHaveLength(2);
  });

  test('in a network that exists has no public address in private subnets', () => {
    const stack = stackOf();
    const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
      ...{ vpcId: 'vpc-1', availabilityZones: ['a', 'b'] },
      privateSubnetIds: ['subnet-1', 'subnet-2'],
    });
    const all = { subnetType: SubnetType.PRIVATE_WITH_EGRESS };
    const cluster = Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'proxies', vpc });
    proxyIn(stack, { egress: { existing: { vpc, balancer: all, proxies: all }, cluster } });
    const template = templateOf(stack);
    for (const type of ['AWS::EC2::VPC', 'AWS::ECS::Cluster', 'AWS::EC2::InternetGateway']) template.resourceCountIs(type, 0);
    template.hasResourceProperties('AWS::ECS::Service', {
      NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED', Subnets: ['subnet-1', 'subnet-2'] } },
    });
  });

  test('warns of what the policy lets through unseen', () => {
    const stack = stackOf();
    const tunnel = EgressPolicy.parse({
      version: 1,
      destinations: [{ name: 'mirror', hosts: ['mirror.example.org'], access: 'tunnel' }],
    });
    const proxy = proxyIn(stack, { policy: tunnel });
    expect(tunnel.warnings.length).toBeGreaterThan(0);
    expect(proxy.node.metadata.filter(({ type }) => type === 'aws:cdk:warning')).toHaveLength(tunnel.warnings.length);
  });
});
