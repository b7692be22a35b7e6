import { describe } from 'vitest';
import { att, of, openGroup, type Resources, ref, roomGateway, roomRoute } from './airlock';
import { judgeRows } from './judge-rows';
import type { Row } from './judged';

const agent = (properties: Record<string, unknown>): Resources => ({
  Agent: of('EC2::Instance', { SubnetId: ref('RoomSubnet'), SecurityGroupIds: [ref('AgentGroup')], ...properties }),
});
const vpc = (VpcId: unknown): Resources => ({
  Room: undefined,
  RoomSubnet: of('EC2::Subnet', { VpcId, CidrBlock: '10.0.0.0/24' }),
  RoomTable: of('EC2::RouteTable', { VpcId }),
  AgentGroup: of('EC2::SecurityGroup', { GroupDescription: 'agents', VpcId }),
  DoorGroup: of('EC2::SecurityGroup', { GroupDescription: 'door', VpcId }),
  Door: undefined,
  NameRulesAtRoom: undefined,
});
const card = (properties: Record<string, unknown> = {}): Resources => ({
  Card: of('EC2::NetworkInterface', { SubnetId: ref('RoomSubnet'), GroupSet: [ref('AgentGroup')], ...properties }),
  ...agent({
    SubnetId: undefined,
    SecurityGroupIds: undefined,
    NetworkInterfaces: [{ DeviceIndex: '0', NetworkInterfaceId: ref('Card') }],
  }),
});
const out = { ...roomGateway, ...roomRoute({ GatewayId: ref('RoomGateway') }) };
const address: Resources = { Own: of('EC2::EIP', { Domain: 'vpc' }) };

const rows: readonly Row[] = [
  ['in a subnet from outside the inputs', { ...agent({ SubnetId: 'subnet-0abc' }) }, 'unknown'],
  ['in a subnet by an import', { ...agent({ SubnetId: { 'Fn::ImportValue': 'subnet' } }) }, 'unknown'],
  ['in a network from outside the inputs', vpc('vpc-0abc'), 'unknown'],
  [
    'in the network of another subnet',
    {
      ...openGroup,
      RoomSubnet2: of('EC2::Subnet', { VpcId: att('RoomSubnet', 'VpcId'), CidrBlock: '10.0.5.0/24' }),
      ...agent({ SubnetId: ref('RoomSubnet2') }),
    },
    'proven',
  ],
  [
    'in a subnet whose range comes from a pool',
    {
      ...openGroup,
      RoomSubnet: of('EC2::Subnet', { VpcId: ref('Room'), Ipv4IpamPoolId: 'ipam-pool-0abc', Ipv4NetmaskLength: 24 }),
    },
    'proven',
  ],
  [
    'in a network whose range comes from a pool',
    { ...openGroup, Room: of('EC2::VPC', { Ipv4IpamPoolId: 'ipam-pool-0abc', Ipv4NetmaskLength: 16 }) },
    'proven',
  ],
  ['at a network interface of its own', card(), 'proven'],
  [
    'at a network interface in an open group',
    {
      ...card({ GroupSet: undefined }),
      ...out,
      Tie: of('EC2::EIPAssociation', { NetworkInterfaceId: ref('Card'), AllocationId: att('Own', 'AllocationId') }),
      ...address,
    },
    'refuted',
    'internet',
  ],
  ['at a network interface without a public address', { ...card({ GroupSet: undefined }), ...out }, 'proven'],
  [
    'with an associated address behind an internet gateway',
    {
      ...openGroup,
      ...out,
      ...address,
      Tie: of('EC2::EIPAssociation', { InstanceId: ref('Agent'), AllocationId: att('Own', 'AllocationId') }),
    },
    'refuted',
    'internet',
  ],
  ['with an address of another instance', { ...openGroup, ...out, Own: of('EC2::EIP', { InstanceId: ref('Proxy') }) }, 'proven'],
  [
    'in a subnet that may give public addresses',
    {
      ...openGroup,
      ...out,
      RoomSubnet: of('EC2::Subnet', {
        VpcId: ref('Room'),
        CidrBlock: '10.0.0.0/24',
        MapPublicIpOnLaunch: { 'Fn::ImportValue': 'public' },
      }),
    },
    'unknown',
  ],
  [
    'in a subnet with a second table',
    {
      ...openGroup,
      Second: of('EC2::RouteTable', { VpcId: ref('Room') }),
      SecondAssociation: of('EC2::SubnetRouteTableAssociation', { SubnetId: ref('RoomSubnet'), RouteTableId: ref('Second') }),
    },
    'unknown',
  ],
  [
    'in an IPv6-only subnet',
    {
      ...openGroup,
      ...roomGateway,
      RoomV6: of('EC2::VPCCidrBlock', { VpcId: ref('Room'), AmazonProvidedIpv6CidrBlock: true }),
      RoomSubnet: of('EC2::Subnet', {
        VpcId: ref('Room'),
        Ipv6Native: true,
        AssignIpv6AddressOnCreation: true,
        Ipv6CidrBlock: { 'Fn::Select': [0, att('Room', 'Ipv6CidrBlocks')] },
      }),
      ...roomRoute({ GatewayId: ref('RoomGateway') }, { DestinationIpv6CidrBlock: '::/0' }),
    },
    'refuted',
    'internet',
  ],
];

describe('an agent', () => judgeRows(rows));
