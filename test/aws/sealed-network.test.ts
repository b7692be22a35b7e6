import { App, Stack } from 'aws-cdk-lib';
import { type ISubnet, type IVpc, Subnet, type SubnetSelection, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster } from 'aws-cdk-lib/aws-ecs';
import { describe, expect, test } from 'vitest';
import { type ExistingNetwork, SealedNetwork } from '../../lib/aws/sealed-network';
import { agentIn, type Properties, policy, resourcesOf, sealedIn, stackOf, templateOf, theOne, twoAgents } from './fixture';

describe('a sealed network', () => {
  const stack = stackOf();
  const network = sealedIn(stack, { policy: twoAgents });
  const template = templateOf(stack);

  // written out, and not taken from the code that they test
  test.each([
    'AWS::EC2::CarrierGateway',
    'AWS::EC2::EgressOnlyInternetGateway',
    'AWS::EC2::EIP',
    'AWS::EC2::Instance',
    'AWS::EC2::InternetGateway',
    'AWS::EC2::NatGateway',
    'AWS::EC2::Route',
    'AWS::EC2::TransitGatewayAttachment',
    'AWS::EC2::TransitGatewayVpcAttachment',
    'AWS::EC2::VPCGatewayAttachment',
    'AWS::EC2::VPCPeeringConnection',
    'AWS::EC2::VPNConnection',
    'AWS::EC2::VPNGateway',
    'AWS::EC2::VPNGatewayRoutePropagation',
    'AWS::Lambda::Function',
    'AWS::NetworkManager::VpcAttachment',
    'AWS::Route53Resolver::FirewallConfig',
    'AWS::Route53Resolver::ResolverEndpoint',
  ])('has no %s', (type) => {
    template.resourceCountIs(type, 0);
  });

  test('has endpoints and each agent in two zones, in addresses of their own', () => {
    const subnets = Object.values(resourcesOf(template, 'AWS::EC2::Subnet'));
    expect(subnets.map(({ CidrBlock, AvailabilityZone }) => [CidrBlock, AvailabilityZone['Fn::Select'][0]])).toEqual([
      ['10.64.0.0/24', 0],
      ['10.64.1.0/24', 1],
      ['10.64.2.0/24', 0],
      ['10.64.3.0/24', 1],
      ['10.64.4.0/24', 0],
      ['10.64.5.0/24', 1],
    ]);
    expect(subnets.filter(({ MapPublicIpOnLaunch, Ipv6CidrBlock }) => MapPublicIpOnLaunch || Ipv6CidrBlock)).toEqual([]);
    expect(network.sourcesOf('writer')).toEqual(['10.64.2.0/24', '10.64.3.0/24']);
    expect(network.sourcesOf('reader')).toEqual(['10.64.4.0/24', '10.64.5.0/24']);
  });

  test('records every flow within a minute, and every name asked for', () => {
    template.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'ALL', MaxAggregationInterval: 60, ResourceType: 'VPC' });
    const [config] = Object.values(resourcesOf(template, 'AWS::Route53Resolver::ResolverQueryLoggingConfig'));
    expect(config?.DestinationArn).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^AuditNames/), 'Arn'] });
    template.resourceCountIs('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation', 1);
  });

  test("keeps every endpoint closed to other accounts, and open to nobody's role yet", () => {
    const policies = interfaceEndpoints(template).map(({ PolicyDocument }) => PolicyDocument.Statement);
    expect(policies).toHaveLength(3);
    for (const statements of policies) {
      expect(statements).toEqual([
        {
          Action: '*',
          Condition: { StringNotEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } },
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Resource: '*',
        },
      ]);
    }
  });

  test('refuses an agent that the policy does not have', () => {
    expect(() => network.subnetsOf('root')).toThrow("got 'root'");
  });
});

const interfaceEndpoints = (template: ReturnType<typeof templateOf>) =>
  Object.values(resourcesOf(template, 'AWS::EC2::VPCEndpoint')).filter(({ VpcEndpointType }) => VpcEndpointType === 'Interface');

describe('with an agent in it, a sealed network', () => {
  const stack = stackOf();
  agentIn(stack);
  const template = templateOf(stack);
  const endpoints = Object.values(resourcesOf(template, 'AWS::EC2::VPCEndpoint'));
  const endpointOf = (suffix: string) => endpoints.find(({ ServiceName }) => JSON.stringify(ServiceName).includes(`.${suffix}"`));

  test('resolves the names that the agent needs, exactly, and then nothing', () => {
    const { FirewallRules: rules } = theOne(template, 'AWS::Route53Resolver::FirewallRuleGroup');
    // a query type would leave the others open
    expect(rules.map(({ FirewallDomainListId, ...rule }: Properties) => rule)).toEqual([
      { Action: 'ALLOW', FirewallDomainRedirectionAction: 'TRUST_REDIRECTION_DOMAIN', Priority: 100 },
      { Action: 'BLOCK', BlockResponse: 'NXDOMAIN', Priority: 200 },
    ]);
    const lists = resourcesOf(template, 'AWS::Route53Resolver::FirewallDomainList');
    const [first, second] = rules.map((rule: Properties) => lists[rule.FirewallDomainListId['Fn::GetAtt'][0]]?.Domains);
    expect(second).toEqual(['*']);
    const names = first.map((name: unknown) => text(name));
    expect(names).toEqual([
      'api.ecr.REGION.SUFFIX',
      'logs.REGION.SUFFIX',
      'prod-REGION-starport-layer-bucket.s3.REGION.SUFFIX',
      expect.stringContaining('DnsEntries'),
      'ACCOUNT.dkr.ecr.REGION.SUFFIX',
    ]);
    expect(names.filter((name: string) => name.includes('*'))).toEqual([]);
    template.hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroupAssociation', { Priority: 101 });
  });

  test.each([
    ['ecr.api', 'ecr:GetAuthorizationToken', '*'],
    [
      'ecr.dkr',
      ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      'arn:PARTITION:ecr:REGION:ACCOUNT:repository/claude',
    ],
    ['logs', ['logs:CreateLogStream', 'logs:PutLogEvents'], expect.stringContaining('AirlockAuditAgents')],
  ])("lets the agent's execution role, and nobody else, through %s", (service, action, resource) => {
    const { Statement: statements } = endpointOf(service)?.PolicyDocument ?? {};
    const allowed = statements.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
    expect(allowed.map((statement: { Resource: unknown }) => ({ ...statement, Resource: text(statement.Resource) }))).toEqual([
      {
        Action: action,
        Condition: {
          StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } },
          ArnEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': [expect.stringMatching(/^AgentExecutionRole/), 'Arn'] } },
        },
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Resource: resource,
      },
    ]);
  });

  test('reads image layers from S3, and nothing else', () => {
    const { PolicyDocument } = endpointOf('s3') ?? {};
    const [statement, ...others] = PolicyDocument.Statement;
    expect(others).toEqual([]);
    expect([statement.Effect, statement.Action]).toEqual(['Allow', 's3:GetObject']);
    expect(text(statement.Resource)).toBe('arn:PARTITION:s3:::prod-REGION-starport-layer-bucket/*');
  });

  test('has no endpoint for secrets, as the agent has none', () => {
    expect(endpoints.map(({ ServiceName }) => text(ServiceName)).sort()).toEqual([
      'com.amazonaws.REGION.ecr.api',
      'com.amazonaws.REGION.ecr.dkr',
      'com.amazonaws.REGION.logs',
      'com.amazonaws.REGION.s3',
      expect.stringMatching(/^com\.amazonaws\.vpce\.REGION\.\S*DoorService/),
    ]);
  });
});

/** A value with its intrinsic functions written out. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, argument]] = Object.entries(value as object) as [[string, unknown]];
  if (name === 'Ref')
    return String(argument).replace(/^AWS::(URL)?(Suffix|Region|Partition|Account)(Id)?$/, (...part) =>
      String(part[2]).toUpperCase(),
    );
  if (name === 'Fn::Join') return (argument as [string, unknown[]])[1].map(text).join((argument as [string])[0]);
  return JSON.stringify(value);
}

describe('in a network that exists', () => {
  const cidrs = ['10.1.0.0/24', '10.1.1.0/24', '10.1.2.0/24', '10.1.3.0/24'];
  const imported = (stack: Stack): IVpc =>
    Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      isolatedSubnetIds: ['subnet-0', 'subnet-1', 'subnet-2', 'subnet-3'],
      isolatedSubnetRouteTableIds: ['rtb-0', 'rtb-1', 'rtb-2', 'rtb-3'],
      isolatedSubnetIpv4CidrBlocks: cidrs,
    });
  const part = (vpc: IVpc, ...indexes: number[]): SubnetSelection => ({
    subnets: indexes.flatMap((index) => vpc.isolatedSubnets[index] ?? []),
  });
  const existing = (stack: Stack, edit: Partial<ExistingNetwork> = {}): ExistingNetwork => {
    const vpc = imported(stack);
    return { vpc, endpoints: part(vpc, 0, 1), agents: { default: part(vpc, 2, 3) }, ...edit };
  };

  test('nothing of the network itself is made, and the endpoints and logs go into it', () => {
    const stack = new Stack(new App(), 'Test', { env: { account: '123456789012', region: 'eu-west-1' } });
    sealedIn(stack, { existing: existing(stack) });
    const template = templateOf(stack);
    for (const type of ['VPC', 'Subnet', 'RouteTable']) template.resourceCountIs(`AWS::EC2::${type}`, 0);
    template.allResourcesProperties('AWS::EC2::VPCEndpoint', { VpcId: 'vpc-1' });
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', { RouteTableIds: ['rtb-2', 'rtb-3'] });
    template.hasResourceProperties('AWS::EC2::FlowLog', { ResourceId: 'vpc-1' });
  });

  test('names are blocked only when asked, as that concerns everything in it', () => {
    const [without, asked] = [stackOf(), stackOf()];
    sealedIn(without, { existing: existing(without) });
    sealedIn(asked, { existing: existing(asked, { resolverFirewall: true }) });
    templateOf(without).resourceCountIs('AWS::Route53Resolver::FirewallRuleGroupAssociation', 0);
    templateOf(asked).hasResourceProperties('AWS::Route53Resolver::FirewallRuleGroupAssociation', { VpcId: 'vpc-1' });
  });

  test('several agents are told apart by the blocks of their subnets', () => {
    const stack = stackOf();
    const vpc = imported(stack);
    const agents = { writer: part(vpc, 2), reader: part(vpc, 3) };
    const network = sealedIn(stack, { policy: twoAgents, existing: { vpc, endpoints: part(vpc, 0, 1), agents } });
    expect(network.sourcesOf('reader')).toEqual(['10.1.3.0/24']);
  });

  test('an agent without subnets is refused', () => {
    const stack = stackOf();
    expect(() => sealedIn(stack, { policy: twoAgents, existing: existing(stack) })).toThrow(
      "of agent 'writer', got those of default",
    );
  });

  test.each<[string, (stack: Stack) => ISubnet]>([
    ['by its id alone', (stack) => Subnet.fromSubnetId(stack, 'Alone', 'subnet-9')],
    [
      'without its route table',
      (stack) => Subnet.fromSubnetAttributes(stack, 'Alone', { subnetId: 'subnet-9', availabilityZone: 'a' }),
    ],
  ])('a subnet of an agent that is imported %s is refused by name', (_, subnet) => {
    const stack = stackOf();
    const agents = { default: { subnets: [subnet(stack)] } };
    expect(() => sealedIn(stack, { existing: existing(stack, { agents }) })).toThrow(
      "subnet 'Test/Alone' must have a routeTableId",
    );
  });

  test('several agents in subnets whose blocks are not known are refused', () => {
    const stack = stackOf();
    const subnet = (id: string, ipv4CidrBlock?: string): SubnetSelection => ({
      subnets: [
        Subnet.fromSubnetAttributes(stack, id, { subnetId: id, routeTableId: 'rtb-9', availabilityZone: 'a', ipv4CidrBlock }),
      ],
    });
    const agents = { writer: subnet('subnet-8', '10.9.0.0/24'), reader: subnet('subnet-9') };
    const network = sealedIn(stack, { policy: twoAgents, existing: existing(stack, { agents }) });
    expect(network.sourcesOf('writer')).toEqual(['10.9.0.0/24']);
    expect(() => network.sourcesOf('reader')).toThrow();
  });

  test('a cluster that exists is used', () => {
    const stack = stackOf();
    const vpc = imported(stack);
    const cluster = Cluster.fromClusterAttributes(stack, 'Agents', { clusterName: 'agents', vpc });
    sealedIn(stack, { cluster });
    templateOf(stack).resourceCountIs('AWS::ECS::Cluster', 0);
  });
});

describe('the prefix list of S3', () => {
  const inRegion = (region: string) => new Stack(new App(), 'Test', { env: { account: '123456789012', region } });

  test.each([
    ['eu-west-1', 'pl-6da54004'],
    ['eu-west-2', 'pl-7ca54015'],
    ['ca-central-1', 'pl-7da54014'],
  ])('is the one of %s', (region, id) => {
    const stack = inRegion(region);
    agentIn(stack);
    templateOf(stack).hasResourceProperties('AWS::EC2::SecurityGroupEgress', { DestinationPrefixListId: id, FromPort: 443 });
  });

  test('must be given where it is not known', () => {
    expect(() => sealedIn(inRegion('mx-central-1'))).toThrow("in region 'mx-central-1': aws ec2 describe-managed-prefix-lists");
  });

  test('may be given', () => {
    const stack = inRegion('mx-central-1');
    expect(sealedIn(stack, { s3PrefixList: 'pl-1234abcd' })).toBeInstanceOf(SealedNetwork);
    templateOf(stack).resourceCountIs('AWS::EC2::VPC', 1);
  });
});

test('a policy with one agent needs no addresses to tell it by', () => {
  expect(sealedIn(stackOf(), { policy }).sourcesOf('default')).toBeUndefined();
});
