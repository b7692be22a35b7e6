import { describe, expect, test } from 'vitest';
import { att, of, openGroup, type Resources, ref, roomGateway, roomNat, roomRoute } from './airlock';
import { judgeRows } from './judge-rows';
import { judged, type Row } from './judged';

const v6Room: Resources = {
  RoomV6: of('EC2::VPCCidrBlock', { VpcId: ref('Room'), AmazonProvidedIpv6CidrBlock: true }),
  RoomSubnet: of('EC2::Subnet', {
    VpcId: ref('Room'),
    CidrBlock: '10.0.0.0/24',
    Ipv6CidrBlock: { 'Fn::Select': [0, { 'Fn::Cidr': [{ 'Fn::Select': [0, att('Room', 'Ipv6CidrBlocks')] }, 1, '64'] }] },
    AssignIpv6AddressOnCreation: true,
  }),
};
const v6Default = { DestinationIpv6CidrBlock: '::/0' };
const elasticAgent: Resources = { AgentAddress: of('EC2::EIP', { InstanceId: ref('Agent') }) };
const publicSubnet: Resources = {
  RoomSubnet: of('EC2::Subnet', { VpcId: ref('Room'), CidrBlock: '10.0.0.0/24', MapPublicIpOnLaunch: true }),
};

const rows: readonly Row[] = [
  ['the sealed network', {}, 'proven'],
  ['a group that lets everything out where no route leads out', openGroup, 'proven'],
  [
    'a default route to an internet gateway without a public address',
    { ...openGroup, ...roomGateway, ...roomRoute({ GatewayId: ref('RoomGateway') }) },
    'proven',
  ],
  [
    'a default route to an internet gateway with an elastic address',
    { ...openGroup, ...roomGateway, ...elasticAgent, ...roomRoute({ GatewayId: ref('RoomGateway') }) },
    'refuted',
    'internet',
  ],
  [
    'a default route to an internet gateway in a subnet that gives public addresses',
    { ...openGroup, ...roomGateway, ...publicSubnet, ...roomRoute({ GatewayId: ref('RoomGateway') }) },
    'refuted',
    'internet',
  ],
  [
    "an internet gateway that isn't attached",
    {
      ...openGroup,
      ...elasticAgent,
      RoomGateway: of('EC2::InternetGateway', {}),
      ...roomRoute({ GatewayId: ref('RoomGateway') }),
    },
    'proven',
  ],
  [
    'an internet gateway that is attached to the other network',
    { ...openGroup, ...elasticAgent, ...roomRoute({ GatewayId: ref('Gateway') }) },
    'proven',
  ],
  [
    'halves of the internet',
    {
      ...openGroup,
      ...roomGateway,
      ...elasticAgent,
      ...roomRoute({ GatewayId: ref('RoomGateway') }, { DestinationCidrBlock: '128.0.0.0/1' }),
    },
    'refuted',
    'internet',
  ],
  [
    'a gateway from outside the inputs',
    { ...openGroup, ...elasticAgent, ...roomRoute({ GatewayId: { 'Fn::ImportValue': 'gateway' } }) },
    'unknown',
  ],
  ['a NAT gateway', { ...openGroup, ...roomNat, ...roomRoute({ NatGatewayId: ref('RoomNat') }) }, 'refuted', 'internet'],
  ['a NAT gateway behind a closed group', { ...roomNat, ...roomRoute({ NatGatewayId: ref('RoomNat') }) }, 'proven'],
  [
    'a private NAT gateway',
    {
      ...openGroup,
      ...roomNat,
      RoomNat: of('EC2::NatGateway', { SubnetId: ref('RoomPublicSubnet'), ConnectivityType: 'private' }),
      ...roomRoute({ NatGatewayId: ref('RoomNat') }),
    },
    'proven',
  ],
  [
    'a NAT gateway whose subnet has no way out',
    { ...openGroup, ...roomNat, RoomPublicRoute: undefined, ...roomRoute({ NatGatewayId: ref('RoomNat') }) },
    'proven',
  ],
  [
    "a NAT gateway in the agents' own subnet",
    {
      ...openGroup,
      ...roomNat,
      RoomNat: of('EC2::NatGateway', { SubnetId: ref('RoomSubnet'), AllocationId: att('RoomAddress', 'AllocationId') }),
      ...roomRoute({ NatGatewayId: ref('RoomNat') }),
    },
    'proven',
  ],
  ['a NAT gateway from outside the inputs', { ...openGroup, ...roomRoute({ NatGatewayId: 'nat-0abc' }) }, 'unknown'],
  [
    'a regional NAT gateway',
    {
      ...openGroup,
      ...roomGateway,
      RoomNat: of('EC2::NatGateway', { VpcId: ref('Room'), AvailabilityMode: 'regional' }),
      ...roomRoute({ NatGatewayId: ref('RoomNat') }),
    },
    'refuted',
    'internet',
  ],
  [
    'a regional NAT gateway without an internet gateway',
    {
      ...openGroup,
      RoomNat: of('EC2::NatGateway', { VpcId: ref('Room'), AvailabilityMode: 'regional' }),
      ...roomRoute({ NatGatewayId: ref('RoomNat') }),
    },
    'proven',
  ],
  ['IPv6 without a route', { ...openGroup, ...v6Room }, 'proven'],
  [
    'IPv6 by the internet gateway',
    { ...openGroup, ...v6Room, ...roomGateway, ...roomRoute({ GatewayId: ref('RoomGateway') }, v6Default) },
    'refuted',
    'internet',
  ],
  [
    'IPv6 by an egress-only gateway',
    {
      ...openGroup,
      ...v6Room,
      Egress: of('EC2::EgressOnlyInternetGateway', { VpcId: ref('Room') }),
      ...roomRoute({ EgressOnlyInternetGatewayId: ref('Egress') }, v6Default),
    },
    'refuted',
    'internet',
  ],
  [
    'an egress-only gateway for a subnet without IPv6',
    {
      ...openGroup,
      Egress: of('EC2::EgressOnlyInternetGateway', { VpcId: ref('Room') }),
      ...roomRoute({ EgressOnlyInternetGatewayId: ref('Egress') }, v6Default),
    },
    'proven',
  ],
  [
    'an egress-only gateway for an agent that gets no IPv6 address',
    {
      ...openGroup,
      ...v6Room,
      RoomSubnet: of('EC2::Subnet', {
        VpcId: ref('Room'),
        CidrBlock: '10.0.0.0/24',
        Ipv6CidrBlock: { 'Fn::Select': [0, att('Room', 'Ipv6CidrBlocks')] },
      }),
      Egress: of('EC2::EgressOnlyInternetGateway', { VpcId: ref('Room') }),
      ...roomRoute({ EgressOnlyInternetGatewayId: ref('Egress') }, v6Default),
    },
    'proven',
  ],
  [
    'NAT64',
    {
      ...openGroup,
      ...v6Room,
      ...roomNat,
      ...roomRoute({ NatGatewayId: ref('RoomNat') }, { DestinationIpv6CidrBlock: '64:ff9b::/96' }),
    },
    'refuted',
    'internet',
  ],
  [
    'a carrier gateway',
    {
      ...openGroup,
      Carrier: of('EC2::CarrierGateway', { VpcId: ref('Room') }),
      ...roomRoute({ CarrierGatewayId: ref('Carrier') }),
    },
    'refuted',
    'outside',
  ],
  [
    'a local gateway',
    { ...openGroup, ...roomRoute({ LocalGatewayId: 'lgw-0abc' }, { DestinationCidrBlock: '192.168.0.0/16' }) },
    'refuted',
    'outside',
  ],
  [
    'a core network',
    { ...openGroup, ...roomRoute({ CoreNetworkArn: 'arn:aws:networkmanager::111122223333:core-network/core-network-0abc' }) },
    'unknown',
  ],
  [
    'a VPN gateway',
    {
      ...openGroup,
      Vpn: of('EC2::VPNGateway', { Type: 'ipsec.1' }),
      VpnAtRoom: of('EC2::VPCGatewayAttachment', { VpcId: ref('Room'), VpnGatewayId: ref('Vpn') }),
      ...roomRoute({ GatewayId: ref('Vpn') }, { DestinationCidrBlock: '192.168.0.0/16' }),
    },
    'refuted',
    'outside',
  ],
  [
    "a VPN gateway that isn't attached",
    { ...openGroup, Vpn: of('EC2::VPNGateway', { Type: 'ipsec.1' }), ...roomRoute({ GatewayId: ref('Vpn') }) },
    'proven',
  ],
  [
    "the network's own range",
    { ...openGroup, ...roomRoute({ GatewayId: 'local' }, { DestinationCidrBlock: '10.0.0.0/16' }) },
    'proven',
  ],
  [
    'a destination from outside the inputs',
    {
      ...openGroup,
      ...roomNat,
      ...roomRoute({ NatGatewayId: ref('RoomNat') }, { DestinationCidrBlock: { 'Fn::ImportValue': 'range' } }),
    },
    'unknown',
  ],
  [
    'a prefix list from outside the inputs',
    { ...openGroup, ...roomNat, ...roomRoute({ NatGatewayId: ref('RoomNat') }, { DestinationPrefixListId: 'pl-0abc' }) },
    'unknown',
  ],
  [
    'a prefix list made in the inputs',
    {
      ...openGroup,
      ...roomNat,
      List: of('EC2::PrefixList', {
        AddressFamily: 'IPv4',
        MaxEntries: 2,
        PrefixListName: 'l',
        Entries: [{ Cidr: '198.51.100.0/24' }],
      }),
      ...roomRoute({ NatGatewayId: ref('RoomNat') }, { DestinationPrefixListId: att('List', 'PrefixListId') }),
    },
    'refuted',
    'internet',
  ],
  [
    'a subnet associated with a table from outside the inputs',
    {
      ...openGroup,
      RoomTableAssociation: of('EC2::SubnetRouteTableAssociation', { SubnetId: ref('RoomSubnet'), RouteTableId: 'rtb-0abc' }),
    },
    'unknown',
  ],
  [
    'a subnet without a table of its own',
    { ...openGroup, RoomTableAssociation: undefined, ...roomNat, ...roomRoute({ NatGatewayId: ref('RoomNat') }) },
    'proven',
  ],
];

describe('an agent behind', () => judgeRows(rows));

test('a path names the route and the gateway that it takes', () => {
  const { resources } = judged({ ...openGroup, ...roomNat, ...roomRoute({ NatGatewayId: ref('RoomNat') }) });
  expect(resources).toEqual(expect.arrayContaining(['AgentGroup', 'RoomRoute', 'RoomPublicRoute']));
});
