import { describe } from 'vitest';
import { att, egress, of, openGroup, type Resources, ref, roomNat, roomRoute } from './airlock';
import { judgeRows } from './judge-rows';
import type { Row } from './judged';

const clients = (subnet: string): Resources => ({
  Clients: of('EC2::ClientVpnEndpoint', { ClientCidrBlock: '172.16.0.0/22', VpcId: ref('Outer') }),
  ClientsAtSubnet: of('EC2::ClientVpnTargetNetworkAssociation', { ClientVpnEndpointId: ref('Clients'), SubnetId: ref(subnet) }),
});
const toProxy: Resources = {
  Neighbours: of('EC2::SecurityGroupIngress', {
    GroupId: ref('ProxyGroup'),
    IpProtocol: 'tcp',
    FromPort: 3128,
    ToPort: 3128,
    CidrIp: '10.1.0.0/16',
  }),
};

const api = (uri: unknown): Resources => ({
  LinkGroup: of('EC2::SecurityGroup', { GroupDescription: 'link', VpcId: ref('Outer') }),
  Link: of('ApiGatewayV2::VpcLink', { Name: 'l', SubnetIds: [ref('ProxySubnet')], SecurityGroupIds: [ref('LinkGroup')] }),
  Integration: of('ApiGatewayV2::Integration', {
    ApiId: 'a',
    IntegrationType: 'HTTP_PROXY',
    ConnectionType: 'VPC_LINK',
    ConnectionId: ref('Link'),
    IntegrationUri: uri,
  }),
});
const linkToBalancer: Resources = {
  FromLink: of('EC2::SecurityGroupIngress', {
    GroupId: ref('BalancerGroup'),
    IpProtocol: 'tcp',
    FromPort: 3128,
    ToPort: 3128,
    SourceSecurityGroupId: ref('LinkGroup'),
  }),
};

const names = (subnet: string, network: string): Resources => ({
  NamesGroup: of('EC2::SecurityGroup', {
    GroupDescription: 'names',
    VpcId: ref(network),
    SecurityGroupIngress: [{ IpProtocol: 'udp', FromPort: 53, ToPort: 53, CidrIp: '10.0.0.0/16' }],
  }),
  NamesIn: of('Route53Resolver::ResolverEndpoint', {
    Direction: 'INBOUND',
    IpAddresses: [{ SubnetId: ref(subnet) }, { SubnetId: ref(subnet) }],
    SecurityGroupIds: [ref('NamesGroup')],
  }),
  Peering: of('EC2::VPCPeeringConnection', { VpcId: ref('Room'), PeerVpcId: ref('Outer') }),
  ...roomRoute({ VpcPeeringConnectionId: ref('Peering') }, { DestinationCidrBlock: '10.1.0.0/16' }),
});

const custom: Resources = { Looked: of('CloudFormation::CustomResource', { ServiceToken: 'arn' }) };

const rows: readonly Row[] = [
  ['a client VPN beside a proxy that asks for the door', clients('ProxySubnet'), 'proven'],
  ['a client VPN beside a proxy for its neighbours', { ...clients('ProxySubnet'), ...toProxy }, 'refuted', 'in workload'],
  ['a client VPN without a subnet', { ...clients('ProxySubnet'), ClientsAtSubnet: undefined, ...toProxy }, 'proven'],
  ['an API by a VPC link', { ...api(ref('Listener')), ...linkToBalancer }, 'refuted', 'in internet'],
  ['an API by a VPC link that the load balancer keeps out', api(ref('Listener')), 'proven'],
  [
    'an API by a VPC link to somewhere else',
    { ...api('arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/net/x/y/z'), ...linkToBalancer },
    'proven',
  ],
  [
    'an inbound resolver of an unfiltered network',
    { ...openGroup, ...names('ProxySubnet', 'Outer') },
    'refuted',
    'open-endpoint',
  ],
  ["an inbound resolver that the agent's group doesn't reach", names('ProxySubnet', 'Outer'), 'proven'],
  ["an inbound resolver of the agents' own network", { ...openGroup, ...names('RoomSubnet', 'Room') }, 'proven'],
  [
    'an outbound resolver',
    {
      ...openGroup,
      ...names('ProxySubnet', 'Outer'),
      NamesIn: of('Route53Resolver::ResolverEndpoint', {
        Direction: 'OUTBOUND',
        IpAddresses: [{ SubnetId: ref('ProxySubnet') }],
        SecurityGroupIds: [ref('NamesGroup')],
      }),
    },
    'proven',
  ],
  [
    'a route in a table that a custom resource names',
    {
      ...custom,
      ...roomNat,
      Added: of('EC2::Route', {
        RouteTableId: att('Looked', 'Table'),
        DestinationCidrBlock: '0.0.0.0/0',
        NatGatewayId: ref('RoomNat'),
      }),
    },
    'unknown',
  ],
  [
    'a route in a table from outside',
    {
      ...roomNat,
      Added: of('EC2::Route', { RouteTableId: 'rtb-0abc', DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('RoomNat') }),
    },
    'proven',
  ],
  [
    "a rule of a group that can't be computed",
    { ...egress({ IpProtocol: '-1', CidrIp: '0.0.0.0/0', GroupId: { 'Fn::Transform': { Name: 'x' } } }) },
    'unknown',
  ],
];

describe('beside', () => judgeRows(rows));
