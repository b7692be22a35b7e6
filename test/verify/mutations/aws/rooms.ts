import { att, type Body, type Entry, ref, sub } from './site';

type Properties = Record<string, unknown>;

export const entry = (type: string, Properties: Properties): Entry => ({ Type: `AWS::${type}`, Properties });

/** No traffic at all: in the place of the rule that a group has without one. */
export const nowhere = [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32' }];

export const trust = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }],
});

export const port = (number: number) => ({ IpProtocol: 'tcp', FromPort: number, ToPort: number });

/** A network for agents: two subnets in tables without routes, closed names, and an S3 endpoint that leads to one own bucket. */
export const sealedRoom = (): Body['Resources'] => ({
  Room: entry('EC2::VPC', { CidrBlock: '10.0.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true }),
  ...subnet('A', '10.0.1.0/24'),
  ...subnet('B', '10.0.2.0/24'),
  Bucket: entry('S3::Bucket', {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  }),
  S3: entry('EC2::VPCEndpoint', {
    VpcId: ref('Room'),
    VpcEndpointType: 'Gateway',
    ServiceName: sub('com.amazonaws.${AWS::Region}.s3'),
    RouteTableIds: [ref('TableA'), ref('TableB')],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: ['s3:GetObject', 's3:PutObject'], Resource: sub('${Bucket.Arn}/*') },
      ],
    },
  }),
  Domains: entry('Route53Resolver::FirewallDomainList', { Domains: ['s3.eu-west-1.amazonaws.com'] }),
  EveryDomain: entry('Route53Resolver::FirewallDomainList', { Domains: ['*'] }),
  Rules: entry('Route53Resolver::FirewallRuleGroup', {
    FirewallRules: [
      { Action: 'ALLOW', Priority: 10, FirewallDomainListId: att('Domains', 'Id') },
      { Action: 'BLOCK', Priority: 20, FirewallDomainListId: att('EveryDomain', 'Id'), BlockResponse: 'NXDOMAIN' },
    ],
  }),
  RulesAtRoom: entry('Route53Resolver::FirewallRuleGroupAssociation', {
    FirewallRuleGroupId: att('Rules', 'Id'),
    VpcId: ref('Room'),
    Priority: 101,
  }),
  Secret: entry('SecretsManager::Secret', { GenerateSecretString: {} }),
});

const subnet = (letter: string, block: string): Body['Resources'] => ({
  [`Subnet${letter}`]: entry('EC2::Subnet', { VpcId: ref('Room'), CidrBlock: block }),
  [`Table${letter}`]: entry('EC2::RouteTable', { VpcId: ref('Room') }),
  [`Table${letter}AtSubnet`]: entry('EC2::SubnetRouteTableAssociation', {
    SubnetId: ref(`Subnet${letter}`),
    RouteTableId: ref(`Table${letter}`),
  }),
});

/** A subnet with a way to the internet, in a network that has it from here. */
export const publicPart = (vpc: string, block: string): Body['Resources'] => ({
  Gateway: entry('EC2::InternetGateway', {}),
  GatewayAtVpc: entry('EC2::VPCGatewayAttachment', { VpcId: ref(vpc), InternetGatewayId: ref('Gateway') }),
  PublicSubnet: entry('EC2::Subnet', { VpcId: ref(vpc), CidrBlock: block }),
  PublicTable: entry('EC2::RouteTable', { VpcId: ref(vpc) }),
  PublicTableAtSubnet: entry('EC2::SubnetRouteTableAssociation', {
    SubnetId: ref('PublicSubnet'),
    RouteTableId: ref('PublicTable'),
  }),
  PublicRoute: entry('EC2::Route', {
    RouteTableId: ref('PublicTable'),
    DestinationCidrBlock: '0.0.0.0/0',
    GatewayId: ref('Gateway'),
  }),
});

/** What both roles' rules are: the agent's group to S3 and to the proxy's side. */
export const agentGroup = (vpc: string, to: unknown): Body['Resources'] => ({
  AgentGroup: entry('EC2::SecurityGroup', {
    GroupDescription: 'agents',
    VpcId: ref(vpc),
    SecurityGroupEgress: nowhere,
  }),
  AgentToProxy: entry('EC2::SecurityGroupEgress', {
    GroupId: att('AgentGroup', 'GroupId'),
    ...port(3128),
    DestinationSecurityGroupId: to,
  }),
  AgentToS3: entry('EC2::SecurityGroupEgress', {
    GroupId: att('AgentGroup', 'GroupId'),
    ...port(443),
    DestinationPrefixListId: { 'Fn::FindInMap': ['PrefixLists', ref('AWS::Region'), 's3'] },
  }),
});

/** For one region, so that there is one world where nothing else is to choose. */
export const prefixLists = {
  PrefixLists: {
    'us-east-1': { s3: 'pl-63a5400a' },
  },
};

/** A role that reads the credential. */
export const readingRole = (service: string): Entry =>
  entry('IAM::Role', {
    AssumeRolePolicyDocument: trust(service),
    Policies: [
      {
        PolicyName: 'secret',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: ref('Secret') }],
        },
      },
    ],
  });
