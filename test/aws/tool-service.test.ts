import type { Stack } from 'aws-cdk-lib';
import { CfnSecurityGroupIngress, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, test } from 'vitest';
import { AuditTrail } from '../../lib/aws/audit-trail';
import { EgressNetwork } from '../../lib/aws/egress-network';
import { EgressProxy } from '../../lib/aws/egress-proxy';
import type { ToolServiceProps } from '../../lib/aws/tool-service';
import { policy as claudePolicy, image, type Properties, problemsOf, resourcesOf, stackOf, templateOf } from './fixture';
import { interception } from './interception-fixture';
import { airlockWithTool, host, toolIn, toolPolicy } from './tool-fixture';

const certificates = { 'corp-ca': interception.ca };

/** Properties of the resources of a type that the tool made. */
const ownOf = (stack: Stack, type: string): Properties[] =>
  Object.entries(resourcesOf(templateOf(stack), type))
    .filter(([id]) => id.startsWith('Orders'))
    .map(([, properties]) => properties);

function toolStack(props: (stack: Stack) => Partial<ToolServiceProps> = () => ({})): Stack {
  const stack = stackOf();
  toolIn(stack, props(stack));
  return stack;
}

describe('a tool', () => {
  const stack = toolStack((scope) => ({
    secrets: { DATABASE_URL: new Secret(scope, 'Database'), TOKEN: { secret: new Secret(scope, 'Tokens'), field: 'orders' } },
    reaches: [{ cidr: '10.20.0.0/16', port: 5432 }],
  }));
  const [task = {}] = ownOf(stack, 'AWS::ECS::TaskDefinition');
  const [container] = task.ContainerDefinitions;

  test('has no privilege, and nothing to write to but /tmp', () => {
    expect(container).toMatchObject({ User: '1000:1000', ReadonlyRootFilesystem: true, StopTimeout: 120 });
    expect(container.LinuxParameters).toEqual({ Capabilities: { Drop: ['ALL'] }, InitProcessEnabled: true });
    expect([task.Volumes, container.MountPoints]).toEqual([
      [{ Name: 'tmp' }],
      [{ ContainerPath: '/tmp', ReadOnly: false, SourceVolume: 'tmp' }],
    ]);
    expect(JSON.stringify(container.Image)).toContain('@sha256:');
  });

  test('gets its secrets and its certificate from ECS, and no secret is in a template', () => {
    const from = (id: RegExp, rest: string) => ({ 'Fn::Join': ['', [{ Ref: expect.stringMatching(id) }, rest]] });
    expect(container.Secrets).toEqual([
      { Name: 'TLS_CERTIFICATE', ValueFrom: from(/^OrdersCertificate/, ':certificate::') },
      { Name: 'TLS_KEY', ValueFrom: from(/^OrdersCertificate/, ':key::') },
      { Name: 'DATABASE_URL', ValueFrom: { Ref: expect.stringMatching(/^Database/) } },
      { Name: 'TOKEN', ValueFrom: from(/^Tokens/, ':orders::') },
    ]);
    expect(container.Environment).toEqual([
      { Name: 'PORT', Value: '8443' },
      { Name: 'TMPDIR', Value: '/tmp' },
    ]);
  });

  test('leaves what it prints in the audit trail, and waits where it can’t', () => {
    expect(container.LogConfiguration.Options).toMatchObject({
      'awslogs-group': { Ref: expect.stringMatching(/^AirlockAuditTools/) },
      'awslogs-stream-prefix': host,
      mode: 'blocking',
    });
  });

  test('runs twice, can’t be entered, and rolls back what fails', () => {
    expect(ownOf(stack, 'AWS::ECS::Service')).toEqual([
      expect.objectContaining({
        DeploymentConfiguration: expect.objectContaining({ DeploymentCircuitBreaker: { Enable: true, Rollback: true } }),
        DesiredCount: 2,
        EnableExecuteCommand: false,
        PlatformVersion: '1.4.0',
      }),
    ]);
  });

  test('has a role that can do nothing, and is started by one that reads its secrets and writes its log', () => {
    const policies = Object.entries(resourcesOf(templateOf(stack), 'AWS::IAM::Policy')).filter(([id]) => id.startsWith('Orders'));
    expect(policies.map(([id]) => id)).toEqual([
      expect.stringMatching(/^OrdersExecutionRole/),
      expect.stringMatching(/^OrdersRotation/),
      expect.stringMatching(/^OrdersRotation/),
    ]);
    const statements: Properties[] = policies[0]?.[1].PolicyDocument.Statement;
    const read = (id: RegExp) => ['secretsmanager:GetSecretValue', { Ref: expect.stringMatching(id) }];
    expect(statements.slice(2).map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [['logs:CreateLogStream', 'logs:PutLogEvents'], { 'Fn::GetAtt': [expect.stringMatching(/^AirlockAuditTools/), 'Arn'] }],
      ...[read(/^OrdersCertificate/), read(/^Database/), read(/^Tokens/)],
    ]);
  });

  test('is reached by the proxies through its load balancer, at its port, and by nobody else', () => {
    const entries = Object.entries(resourcesOf(templateOf(stack), 'AWS::EC2::SecurityGroupIngress'));
    const name = (id: { 'Fn::GetAtt': [string] }) => id['Fn::GetAtt'][0].replace(/[0-9A-F]{8}$/, '');
    expect(
      entries
        .map(([, each]) => [name(each.GroupId), each.FromPort, each.ToPort, name(each.SourceSecurityGroupId)])
        .filter(([group]) => group.startsWith('Orders')),
    ).toEqual([
      ['OrdersGroup', 8443, 8443, 'OrdersBalancerGroup'],
      ['OrdersBalancerGroup', 8443, 8443, 'AirlockProxyGroup'],
    ]);
    const [balancer = {}] = ownOf(stack, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect([balancer.Scheme, balancer.Type]).toEqual(['internal', 'network']);
    expect(balancer.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic).toBeUndefined();
  });

  test('reaches port 443 and what it is said to', () => {
    const exits = ownOf(stack, 'AWS::EC2::SecurityGroupEgress').filter(({ CidrIp }) => CidrIp);
    expect(exits.map(({ CidrIp, FromPort, ToPort }) => [CidrIp, FromPort, ToPort])).toEqual([
      ['0.0.0.0/0', 443, 443],
      ['10.20.0.0/16', 5432, 5432],
    ]);
  });

  test('has a name that takes no other name over', () => {
    expect(ownOf(stack, 'AWS::Route53::HostedZone')).toEqual([expect.objectContaining({ Name: `${host}.` })]);
    expect(ownOf(stack, 'AWS::Route53::RecordSet').map(({ Name, Type }) => [Name, Type])).toEqual([[`${host}.`, 'A']]);
  });

  test('is restarted when its certificate or a secret changes', () => {
    expect(ownOf(stack, 'AWS::Events::Rule')).toHaveLength(3);
  });
});

test('a tool says which addresses the policy must permit', () => {
  expect(toolIn(stackOf()).addresses).toEqual(['10.65.0.0/24', '10.65.1.0/24']);
});

test('a tool may be granted what agents may not have', () => {
  const stack = stackOf();
  const tool = toolIn(stack);
  new Secret(stack, 'Report').grantWrite(tool);
  const policies = Object.keys(resourcesOf(templateOf(stack), 'AWS::IAM::Policy'));
  expect(policies.filter((id) => id.startsWith('OrdersTaskRole'))).toHaveLength(1);
});

test('a tool that keeps sessions runs once, as whom its image says', () => {
  const stack = toolStack(() => ({ size: { tasks: 1, user: '65532:65532', architecture: 'X86_64', cpu: 512, memoryMiB: 1024 } }));
  expect(ownOf(stack, 'AWS::ECS::Service')[0]?.DesiredCount).toBe(1);
  expect(ownOf(stack, 'AWS::ECS::TaskDefinition')[0]).toMatchObject({
    ContainerDefinitions: [expect.objectContaining({ User: '65532:65532' })],
    Cpu: '512',
    RuntimePlatform: { CpuArchitecture: 'X86_64' },
  });
});

describe('a tool and the proxies of its network', () => {
  /** A network with the proxies of a policy, made before or after its tool. */
  function scene(order: 'first' | 'last', policy = toolPolicy()) {
    const stack = stackOf();
    const audit = new AuditTrail(stack, 'Audit');
    const network = new EgressNetwork(stack, 'Egress', { audit });
    const given = policy.certificates.length > 0 ? certificates : {};
    const proxy = () =>
      new EgressProxy(stack, 'Proxy', { policy, network, audit, image: image(stack, 'envoy'), certificates: given });
    if (order === 'first') proxy();
    const tool = toolIn(stack, { network });
    if (order === 'last') proxy();
    return { stack, tool };
  }
  const admitted = ({ stack }: { stack: Stack }) =>
    stack.node.findAll().filter((each) => each instanceof CfnSecurityGroupIngress && each.node.path.includes('Orders/Balancer'));

  test.each(['first', 'last'] as const)('find each other if the proxies are made %s', (order) => {
    const all = scene(order);
    expect(problemsOf(all.tool)).toEqual([]);
    expect(admitted(all)).toHaveLength(1);
  });

  test('don’t if the policy doesn’t name it, and synthesis fails', () => {
    const all = scene('last', claudePolicy);
    expect(problemsOf(all.tool)).toEqual([
      "host must be one of the policy of a proxy in the same network (api.anthropic.com), got 'orders.corp.example'",
    ]);
    expect(admitted(all)).toEqual([]);
  });

  test('don’t in different networks', () => {
    const stack = stackOf();
    const network = new EgressNetwork(stack, 'Egress', { audit: new AuditTrail(stack, 'Audit') });
    expect(problemsOf(toolIn(stack, { network }))).toEqual([
      "host must be one of the policy of a proxy in the same network (none), got 'orders.corp.example'",
    ]);
  });
});

describe('synthesis fails if the policy has', () => {
  test.each([
    [
      'another port',
      { port: 443 },
      /^tool 'orders\.corp\.example': port must be the upstream\.port of destination 'orders', 443/,
    ],
    [
      'other addresses',
      { addresses: ['10.20.0.0/16'] },
      /must cover 10\.65\.0\.0\/24, 10\.65\.1\.0\/24, .*, got 10\.20\.0\.0\/16$/,
    ],
    ['addresses of one zone', { addresses: ['10.65.0.0/24'] }, /must cover 10\.65\.1\.0\/24, .*, got 10\.65\.0\.0\/24$/],
  ])('%s', (_, upstream, message) => {
    const stack = stackOf();
    const tool = toolIn(stack, { network: airlockWithTool(stack, toolPolicy(upstream)).egress });
    expect(problemsOf(tool)).toEqual([expect.stringMatching(message)]);
  });

  test('a name below the tool’s', () => {
    const stack = stackOf();
    const below = { name: 'below', hosts: [`api.${host}`], access: 'tunnel', upstream: { addresses: ['10.65.8.0/24'] } };
    const tool = toolIn(stack, { network: airlockWithTool(stack, toolPolicy({}, [below])).egress });
    expect(problemsOf(tool)).toEqual([expect.stringMatching(/must have no other name of the policy below it/)]);
  });
});

test('addresses that nobody knows before the deployment are left to it', () => {
  const stack = stackOf();
  const audit = new AuditTrail(stack, 'Audit');
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'] });
  const subnet = (id: string) => ({
    subnets: [Subnet.fromSubnetAttributes(stack, id, { subnetId: `subnet-${id}`, routeTableId: 'rtb-1' })],
  });
  const network = new EgressNetwork(stack, 'Egress', { audit, existing: { vpc, balancer: subnet('b'), proxies: subnet('p') } });
  const policy = toolPolicy({ addresses: ['10.9.0.0/24'] });
  new EgressProxy(stack, 'Proxy', { policy, network, audit, image: image(stack, 'envoy'), certificates });
  expect(problemsOf(toolIn(stack, { network }))).toEqual([]);
});

describe('a tool is refused', () => {
  test.each<[string, Partial<ToolServiceProps>, string]>([
    ['for many hosts', { host: '*.corp.example' }, "host must be one exact name, .*, got '\\*\\.corp\\.example'"],
    ['for an address', { host: '10.65.0.5' }, "host must be one exact name, .*, got '10\\.65\\.0\\.5'"],
    ['without a task', { size: { tasks: 0 } }, 'size\\.tasks must be 1 or more, got 0'],
    ['as root', { size: { user: '0:0' } }, "size\\.user must be UID:GID, neither of them 0, got '0:0'"],
    ['as whoever the image says', { size: { user: 'tool' } }, "got 'tool'"],
    ['that reaches an address instead of a block', { reaches: [{ cidr: '10.20.0.1', port: 5432 }] }, "got '10\\.20\\.0\\.1'"],
    ['that reaches no port', { reaches: [{ cidr: '10.20.0.0/16', port: 0 }] }, 'reaches must have ports from 1 to 65535, got 0'],
  ])('%s', (_, props, message) => {
    expect(() => toolIn(stackOf(), props)).toThrow(new RegExp(message));
  });

  test.each(['PORT', 'TMPDIR', 'TLS_KEY', 'TLS_CERTIFICATE', 'lower', '1ST', 'A-B', ''])(
    'with a secret in variable %j',
    (name) => {
      expect(() => toolStack((stack) => ({ secrets: { [name]: new Secret(stack, 'Token') } }))).toThrow(`got '${name}'`);
    },
  );

  test('that has the host of another', () => {
    const stack = stackOf();
    const { egress: network } = airlockWithTool(stack);
    toolIn(stack, { network });
    const again = () => toolIn(stackOf(undefined, 'Other'), { network });
    expect(again).toThrow(
      "host must be that of one tool in its network: give the other a name of its own, got 'orders.corp.example' twice",
    );
  });
});
