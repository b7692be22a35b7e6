import { describe, expect, test } from 'vitest';
import type { JsonMapping } from '../../../../lib/verify/cloudformation/load/json';
import { of, openGroup, type Resources, ref, sealed } from '../network/airlock';
import { type Answers, aclEntries, closed, everything, group, imported, mainTable, report, subnet, vpc } from './existing';

const eni = (id: string, more: object = {}) => ({
  ...{ NetworkInterfaceId: `eni-${id}`, VpcId: vpc, SubnetId: subnet, PrivateIpAddress: '10.0.0.77', SourceDestCheck: true },
  ...{
    Groups: [{ GroupId: 'sg-0host0000' }],
    Status: 'in-use',
    InterfaceType: 'interface',
    Attachment: { InstanceId: 'i-0host0000', DeviceIndex: 0 },
  },
  ...more,
});
const hostGroup = group('sg-0host0000', { IpPermissions: [everything], IpPermissionsEgress: [everything] });
const natId = 'nat-0123456789abcdef0';
const publicSubnet = { SubnetId: 'subnet-0public00', VpcId: vpc, CidrBlock: '10.0.9.0/24', MapPublicIpOnLaunch: true };
const publicTable = (target: object) => ({
  ...{ RouteTableId: 'rtb-0public00', VpcId: vpc, Associations: [{ Main: false, SubnetId: 'subnet-0public00' }] },
  Routes: [{ DestinationCidrBlock: '0.0.0.0/0', State: 'active', ...target }],
});
const toInternet = publicTable({ GatewayId: 'igw-0123456789abcdef0' });
const nat = (more: object = {}) => ({
  NatGatewayId: natId,
  VpcId: vpc,
  SubnetId: 'subnet-0public00',
  State: 'available',
  ConnectivityType: 'public',
  ...more,
});
const through = (target: object, destination: object = { DestinationCidrBlock: '0.0.0.0/0' }) =>
  mainTable([{ ...destination, State: 'active', ...target }]);
const withNat: Answers = {
  ...closed,
  Subnets: [...(closed.Subnets as object[]), publicSubnet],
  RouteTables: [through({ NatGatewayId: natId }), toInternet],
  NatGateways: [nat()],
  InternetGateways: [{ InternetGatewayId: 'igw-0123456789abcdef0', Attachments: [{ VpcId: vpc, State: 'available' }] }],
};
const open = imported(openGroup);
const inDefaultGroup = imported({ Agent: of('EC2::Instance', { SubnetId: ref('RoomSubnet') }) });
const inGroup = (id: string): Resources =>
  imported({ Agent: of('EC2::Instance', { SubnetId: ref('RoomSubnet'), SecurityGroupIds: [id] }) });

/** Another VPC, with a host that may be anything and its own way out. */
const peer = {
  Vpcs: [...(closed.Vpcs as object[]), { VpcId: 'vpc-0peer0000', CidrBlock: '10.8.0.0/16' }],
  Subnets: [...(closed.Subnets as object[]), { SubnetId: 'subnet-0peer000', VpcId: 'vpc-0peer0000', CidrBlock: '10.8.0.0/24' }],
  VpcPeeringConnections: [
    {
      VpcPeeringConnectionId: 'pcx-0123456789abcdef0',
      Status: { Code: 'active' },
      RequesterVpcInfo: { VpcId: vpc },
      AccepterVpcInfo: { VpcId: 'vpc-0peer0000' },
    },
  ],
};
const peered = (routes: readonly object[]): Answers => ({
  ...closed,
  ...peer,
  RouteTables: [
    through({ VpcPeeringConnectionId: 'pcx-0123456789abcdef0' }, { DestinationCidrBlock: '10.8.0.0/16' }),
    {
      ...{ RouteTableId: 'rtb-0peer000', VpcId: 'vpc-0peer0000', Associations: [{ Main: true }] },
      Routes: [{ DestinationCidrBlock: '10.8.0.0/16', GatewayId: 'local', State: 'active' }, ...routes],
    },
  ],
  SecurityGroups: [...(closed.SecurityGroups as object[]), hostGroup],
  NetworkAcls: [
    ...(closed.NetworkAcls as object[]),
    {
      NetworkAclId: 'acl-0peer000',
      VpcId: 'vpc-0peer0000',
      IsDefault: true,
      Associations: [{ SubnetId: 'subnet-0peer000' }],
      Entries: aclEntries,
    },
  ],
  NetworkInterfaces: [
    eni('0peer0000', {
      VpcId: 'vpc-0peer0000',
      SubnetId: 'subnet-0peer000',
      PrivateIpAddress: '10.8.0.8',
      Association: { PublicIp: '192.0.2.1' },
    }),
  ],
  InternetGateways: [{ InternetGatewayId: 'igw-0peer000', Attachments: [{ VpcId: 'vpc-0peer0000', State: 'available' }] }],
});
const igwRoute = { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-0peer000', State: 'active' };

const without = (...names: string[]): Answers =>
  Object.fromEntries(Object.entries(closed).filter(([name]) => !names.includes(name)));
function verdictOf(assume: unknown, resources?: Resources) {
  const { verdict, findings } = report(assume, resources);
  return {
    verdict,
    rules: [...new Set(findings.map(({ rule }) => rule.replace('AIRLOCK-', '')))].sort(),
    text: JSON.stringify(findings),
  };
}

describe('an agent in a VPC that exists already', () => {
  test('is unknown if nothing is told of it', () => {
    expect(verdictOf(undefined).verdict).toBe('unknown');
  });

  test('is proven with the full description of a closed VPC', () => {
    expect(verdictOf(closed)).toMatchObject({ verdict: 'proven', rules: [] });
  });
});

describe('it stays proven', () => {
  const rows: readonly (readonly [string, unknown, Resources?])[] = [
    ['with the answers in a list', Object.entries(closed).map(([key, value]) => ({ [key]: value }))],
    ['with a NAT route, as its group is closed', withNat],
    ['with an open group, as no route leads out', closed, open],
    ['in a default group that is closed', closed, imported({})],
    [
      'without DNS support',
      [closed, { VpcId: vpc, EnableDnsSupport: { Value: false } }],
      imported({ NameRulesAtRoom: undefined }),
    ],
    [
      'with a black hole for a route',
      { ...withNat, RouteTables: [mainTable([{ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: natId, State: 'blackhole' }])] },
      open,
    ],
    [
      'with a network ACL that is closed',
      {
        ...withNat,
        NetworkAcls: [{ ...(closed.NetworkAcls as object[])[0], Entries: aclEntries.filter(({ Egress }) => !Egress) }],
      },
      imported(),
    ],
    [
      'with a host that has nowhere to go',
      {
        ...closed,
        SecurityGroups: [...(closed.SecurityGroups as object[]), group('sg-0host0000')],
        NetworkInterfaces: [eni('0host0000')],
      },
    ],
    ['with a peer that its group does not let it to', peered([igwRoute])],
    [
      'with a subnet of its own by the main table',
      closed,
      {
        ...imported({
          NewSubnet: of('EC2::Subnet', { VpcId: vpc, CidrBlock: '10.0.5.0/24' }),
          Agent: {
            ...sealed.Agent,
            Properties: { SubnetId: ref('NewSubnet'), SecurityGroupIds: [ref('AgentGroup')] },
          } as unknown as JsonMapping,
        }),
      },
    ],
  ];

  test.each(rows.map(([name, ...row]) => ({ name, row })))('$name', ({ row: [assume, resources] }) => {
    const { verdict, text } = verdictOf(assume, resources);
    expect(verdict, text).toBe('proven');
  });
});

describe('it is refuted', () => {
  const rows: readonly (readonly [string, string, unknown, Resources?])[] = [
    ['by a NAT route and an open group', 'NET-001', withNat, open],
    [
      'by a NAT route in a table of its subnet',
      'NET-001',
      {
        ...withNat,
        RouteTables: [
          mainTable(),
          {
            ...through({ NatGatewayId: natId }),
            RouteTableId: 'rtb-0own00000',
            Associations: [{ Main: false, SubnetId: subnet }],
          },
          toInternet,
        ],
      },
      open,
    ],
    [
      'by a NAT route and a default group that is open',
      'NET-001',
      { ...withNat, SecurityGroups: [group('sg-0default0', { GroupName: 'default', IpPermissionsEgress: [everything] })] },
      inDefaultGroup,
    ],
    [
      'by a NAT route and an existing group that is open',
      'NET-001',
      { ...withNat, SecurityGroups: [...(closed.SecurityGroups as object[]), hostGroup] },
      inGroup('sg-0host0000'),
    ],
    [
      'by a rule that is described apart',
      'NET-001',
      {
        ...withNat,
        SecurityGroups: [...(closed.SecurityGroups as object[]), group('sg-0host0000')],
        SecurityGroupRules: [
          {
            SecurityGroupRuleId: 'sgr-0',
            GroupId: 'sg-0host0000',
            IsEgress: true,
            IpProtocol: 'tcp',
            FromPort: 443,
            ToPort: 443,
            CidrIpv4: '0.0.0.0/0',
          },
        ],
      },
      inGroup('sg-0host0000'),
    ],
    [
      'by an egress-only gateway',
      'NET-001',
      {
        ...closed,
        Vpcs: [
          {
            ...(closed.Vpcs as object[])[0],
            Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2600:1f18::/56', Ipv6CidrBlockState: { State: 'associated' } }],
          },
        ],
        Subnets: [
          {
            SubnetId: subnet,
            VpcId: vpc,
            CidrBlock: '10.0.0.0/24',
            AssignIpv6AddressOnCreation: true,
            Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2600:1f18::/64', Ipv6CidrBlockState: { State: 'associated' } }],
          },
        ],
        NetworkAcls: [
          {
            ...(closed.NetworkAcls as object[])[0],
            Entries: [
              ...aclEntries,
              { Egress: true, Ipv6CidrBlock: '::/0', Protocol: '-1', RuleAction: 'allow', RuleNumber: 101 },
            ],
          },
        ],
        RouteTables: [through({ EgressOnlyInternetGatewayId: 'eigw-0123456789abcdef0' }, { DestinationIpv6CidrBlock: '::/0' })],
      },
      imported({
        AgentGroup: {
          ...sealed.AgentGroup,
          Properties: { GroupDescription: 'open', VpcId: vpc, SecurityGroupEgress: [{ IpProtocol: '-1', CidrIpv6: '::/0' }] },
        } as unknown as JsonMapping,
      }),
    ],
    [
      'by a subnet that it makes, and the main table',
      'NET-001',
      withNat,
      {
        ...open,
        NewSubnet: of('EC2::Subnet', { VpcId: vpc, CidrBlock: '10.0.5.0/24' }),
        Agent: {
          ...(open.Agent as object),
          Properties: { SubnetId: ref('NewSubnet'), SecurityGroupIds: [ref('AgentGroup')] },
        } as unknown as JsonMapping,
      },
    ],
    ['by a peer that has a way out', 'NET-001', peered([igwRoute]), open],
    [
      'by a host that passes on',
      'NET-001',
      {
        ...withNat,
        Subnets: [...(closed.Subnets as object[]), publicSubnet],
        SecurityGroups: [...(closed.SecurityGroups as object[]), hostGroup],
        NetworkInterfaces: [
          eni('0host0000', {
            SubnetId: 'subnet-0public00',
            PrivateIpAddress: '10.0.9.9',
            Association: { PublicIp: '192.0.2.1' },
          }),
        ],
        RouteTables: [mainTable(), toInternet],
      },
      open,
    ],
    [
      'by a stopped instance that it is routed to',
      'NET-001',
      {
        ...withNat,
        SecurityGroups: [...(closed.SecurityGroups as object[]), hostGroup],
        NetworkInterfaces: [
          eni('0123456789abcdef0', {
            SubnetId: 'subnet-0public00',
            PrivateIpAddress: '10.0.9.9',
            SourceDestCheck: false,
            Association: { PublicIp: '192.0.2.1' },
          }),
        ],
        RouteTables: [
          mainTable([
            {
              DestinationCidrBlock: '0.0.0.0/0',
              InstanceId: 'i-0host0000',
              NetworkInterfaceId: 'eni-0123456789abcdef0',
              State: 'blackhole',
            },
          ]),
          toInternet,
        ],
      },
      open,
    ],
    [
      'by an instance of which only the address is told',
      'PROXY-002',
      {
        ...closed,
        SecurityGroups: [...(closed.SecurityGroups as object[]), hostGroup],
        Instances: [{ InstanceId: 'i-0host0000', SubnetId: subnet, SecurityGroups: [{ GroupId: 'sg-0host0000' }] }],
      },
      imported({
        DoorGroup: {
          ...sealed.DoorGroup,
          Properties: {
            GroupDescription: 'door',
            VpcId: vpc,
            SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 3128, ToPort: 3128, CidrIp: '10.0.0.0/16' }],
          },
        } as unknown as JsonMapping,
      }),
    ],
    ['by the resolver', 'DNS-001', closed, imported({ NameRulesAtRoom: undefined })],
    [
      'by an endpoint without a policy',
      'ENDPOINT-001',
      {
        ...closed,
        VpcEndpoints: [
          {
            VpcEndpointId: 'vpce-0123456789abcdef0',
            VpcEndpointType: 'Gateway',
            VpcId: vpc,
            ServiceName: 'com.amazonaws.eu-west-1.s3',
            State: 'available',
            RouteTableIds: ['rtb-0123456789abcdef0'],
          },
        ],
      },
      open,
    ],
    [
      'by an instance that may use the proxy',
      'PROXY-002',
      {
        ...closed,
        SecurityGroups: [...(closed.SecurityGroups as object[]), hostGroup],
        Reservations: [
          {
            Instances: [
              {
                InstanceId: 'i-0host0000',
                VpcId: vpc,
                SubnetId: subnet,
                State: { Name: 'stopped' },
                NetworkInterfaces: [eni('0host0000')],
              },
            ],
          },
        ],
      },
      imported({
        DoorGroup: {
          ...sealed.DoorGroup,
          Properties: {
            GroupDescription: 'door',
            VpcId: vpc,
            SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 3128, ToPort: 3128, CidrIp: '10.0.0.0/16' }],
          },
        } as unknown as JsonMapping,
      }),
    ],
  ];

  test.each(rows.map(([name, ...row]) => ({ name, row })))('$name: $row.0', ({ row: [rule, assume, resources] }) => {
    const { verdict, rules, text } = verdictOf(assume, resources);
    expect([verdict, rules.includes(rule)], text).toEqual(['refuted', true]);
  });
});

describe('what is missing is unknown, and named', () => {
  const rows: readonly (readonly [string, string, unknown, Resources?])[] = [
    ['the route tables', 'describe-route-tables', without('RouteTables'), open],
    ['the main route table', 'describe-route-tables', { ...closed, RouteTables: [] }, open],
    ['the default group', 'describe-security-groups', { ...withNat, SecurityGroups: [] }, inDefaultGroup],
    ['a group', 'describe-security-groups', withNat, inGroup('sg-0fedcba9876543210')],
    ['the network ACLs', 'describe-network-acls', { ...withNat, NetworkAcls: undefined }, open],
    ['the interfaces', 'describe-network-interfaces', without('NetworkInterfaces'), open],
    ['the internet gateways', 'describe-internet-gateways', without('InternetGateways'), open],
    ['the NAT gateway', 'describe-nat-gateways', { ...withNat, NatGateways: [] }, open],
    [
      'the peering',
      'describe-vpc-peering-connections',
      {
        ...closed,
        RouteTables: [through({ VpcPeeringConnectionId: 'pcx-0123456789abcdef0' }, { DestinationCidrBlock: '10.8.0.0/16' })],
      },
      open,
    ],
    ['the subnet', 'describe-subnets', without('Subnets')],
    ['the VPC', 'describe-vpcs', without('Vpcs')],
    [
      'a transit gateway',
      'the transit gateway tgw-0123456789abcdef0',
      { ...closed, RouteTables: [through({ TransitGatewayId: 'tgw-0123456789abcdef0' })] },
      open,
    ],
    [
      'what is behind an endpoint',
      'describe-vpc-endpoints',
      {
        ...closed,
        SecurityGroups: [...(closed.SecurityGroups as object[]), hostGroup],
        NetworkInterfaces: [eni('0host0000', { InterfaceType: 'vpc_endpoint', Attachment: { InstanceOwnerId: 'amazon-aws' } })],
      },
      open,
    ],
    [
      'what a load balancer passes on',
      'network_load_balancer',
      {
        ...closed,
        SecurityGroups: [...(closed.SecurityGroups as object[]), hostGroup],
        NetworkInterfaces: [
          eni('0host0000', { InterfaceType: 'network_load_balancer', Attachment: { InstanceOwnerId: 'amazon-elb' } }),
        ],
      },
      open,
    ],
  ];

  test.each(rows.map(([name, ...row]) => ({ name, row })))('$name: $row.0', ({ row: [named, assume, resources] }) => {
    const present = Array.isArray(assume)
      ? assume
      : Object.fromEntries(Object.entries(assume as object).filter(([, value]) => value !== undefined));
    const { verdict, text } = verdictOf(present, resources);
    expect(verdict, text).toBe('unknown');
    expect(text).toContain(named);
  });
});

describe('what can not be used is refused', () => {
  test.each([
    ['a text', 'x', 'must be an answer of aws ec2 describe-… with --output json, got a string'],
    ['nothing', null, 'got null'],
    ['a list of lists', [[]], 'at /0 must be an answer'],
    ['something else', { Buckets: [] }, 'has none of Vpcs, Subnets'],
    [
      'an item without an id',
      { Vpcs: [{ CidrBlock: '10.0.0.0/16' }] },
      'at /Vpcs/0 has no VpcId: give the answer as aws prints it, without --query',
    ],
    ['a mapping for a list', { Subnets: {} }, 'at /Subnets must be a list'],
    ['a first page', { Subnets: [], NextToken: 'x' }, 'is a first page only'],
    ['an item that is a text', { Vpcs: ['vpc-0'] }, 'at /Vpcs/0 must be an answer'],
    ['an attribute without its VPC', { EnableDnsSupport: { Value: false } }, 'has no VpcId'],
    ['reservations without instances', { Reservations: [{}] }, 'at /Reservations/0/Instances must be a list'],
  ])('%s', (_, assume, message) => {
    expect(() => report(assume)).toThrow(message);
  });
});
