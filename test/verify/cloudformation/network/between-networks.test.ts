import { describe } from 'vitest';
import { att, egress, of, openGroup, type Resources, ref, roomNat, roomRoute } from './airlock';
import { judgeRows } from './judge-rows';
import type { Row } from './judged';

const toOuter = { DestinationCidrBlock: '10.1.0.0/16' };
const peering: Resources = { Peering: of('EC2::VPCPeeringConnection', { VpcId: ref('Room'), PeerVpcId: ref('Outer') }) };
const peered: Resources = { ...openGroup, ...peering, ...roomRoute({ VpcPeeringConnectionId: ref('Peering') }, toOuter) };
const openHost: Resources = {
  HostGroup: of('EC2::SecurityGroup', {
    GroupDescription: 'host',
    VpcId: ref('Outer'),
    SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '10.0.0.0/8' }],
  }),
  Host: of('EC2::Instance', { SubnetId: ref('ProxySubnet'), SecurityGroupIds: [ref('HostGroup')] }),
};

const hub = (settings: Record<string, unknown> = {}): Resources => ({
  Hub: of('EC2::TransitGateway', settings),
  RoomAtHub: of('EC2::TransitGatewayAttachment', {
    TransitGatewayId: ref('Hub'),
    VpcId: ref('Room'),
    SubnetIds: [ref('RoomSubnet')],
  }),
  OuterAtHub: of('EC2::TransitGatewayVpcAttachment', {
    TransitGatewayId: ref('Hub'),
    VpcId: ref('Outer'),
    SubnetIds: [ref('ProxySubnet')],
  }),
});
const hubDefault = (to: Record<string, unknown>, table: unknown = att('Hub', 'AssociationDefaultRouteTableId')): Resources => ({
  HubRoute: of('EC2::TransitGatewayRoute', {
    TransitGatewayRouteTableId: table,
    DestinationCidrBlock: '0.0.0.0/0',
    ...to,
  }),
});
const toHub = roomRoute({ TransitGatewayId: ref('Hub') });
const throughOuter = hubDefault({ TransitGatewayAttachmentId: ref('OuterAtHub') });
const noDefaults = { DefaultRouteTableAssociation: 'disable', DefaultRouteTablePropagation: 'disable' };
const ownTable: Resources = {
  HubTable: of('EC2::TransitGatewayRouteTable', { TransitGatewayId: ref('Hub') }),
  RoomInTable: of('EC2::TransitGatewayRouteTableAssociation', {
    TransitGatewayAttachmentId: ref('RoomAtHub'),
    TransitGatewayRouteTableId: ref('HubTable'),
  }),
};
const propagation: Resources = {
  OuterInTable: of('EC2::TransitGatewayRouteTablePropagation', {
    TransitGatewayAttachmentId: ref('OuterAtHub'),
    TransitGatewayRouteTableId: ref('HubTable'),
  }),
};

const vpn: Resources = {
  Vpn: of('EC2::VPNGateway', { Type: 'ipsec.1' }),
  VpnAtRoom: of('EC2::VPCGatewayAttachment', { VpcId: ref('Room'), VpnGatewayId: ref('Vpn') }),
  Propagation: of('EC2::VPNGatewayRoutePropagation', { RouteTableIds: [ref('RoomTable')], VpnGatewayId: ref('Vpn') }),
};
const connection = (settings: Record<string, unknown>): Resources => ({
  Customer: of('EC2::CustomerGateway', { BgpAsn: 65000, IpAddress: '198.51.100.1', Type: 'ipsec.1' }),
  Connection: of('EC2::VPNConnection', { Type: 'ipsec.1', CustomerGatewayId: ref('Customer'), ...settings }),
});

const policy = (settings: Record<string, unknown>): Resources => ({
  ...roomNat,
  InspectionSubnet: of('EC2::Subnet', { VpcId: ref('Room'), CidrBlock: '10.0.8.0/24' }),
  InspectionTable: of('EC2::RouteTable', { VpcId: ref('Room') }),
  InspectionAssociation: of('EC2::SubnetRouteTableAssociation', {
    SubnetId: ref('InspectionSubnet'),
    RouteTableId: ref('InspectionTable'),
  }),
  InspectionRoute: of('EC2::Route', {
    RouteTableId: ref('InspectionTable'),
    DestinationCidrBlock: '0.0.0.0/0',
    NatGatewayId: ref('RoomNat'),
  }),
  Policy: of('NetworkFirewall::FirewallPolicy', {
    FirewallPolicy: { StatelessFragmentDefaultActions: ['aws:drop'], ...settings },
  }),
  Firewall: of('NetworkFirewall::Firewall', {
    VpcId: ref('Room'),
    FirewallPolicyArn: ref('Policy'),
    SubnetMappings: [{ SubnetId: ref('InspectionSubnet') }],
  }),
  Inspecting: of('NetworkFirewall::VpcEndpointAssociation', {
    VpcId: ref('Room'),
    FirewallArn: ref('Firewall'),
    SubnetMapping: { SubnetId: ref('InspectionSubnet') },
  }),
  ...openGroup,
  ...roomRoute({ VpcEndpointId: att('Inspecting', 'EndpointId') }),
});
const stateful = { StatelessDefaultActions: ['aws:forward_to_sfe'] };
const strict = (...StatefulDefaultActions: string[]) => ({
  ...stateful,
  StatefulEngineOptions: { RuleOrder: 'STRICT_ORDER' },
  StatefulDefaultActions,
});

const domains = (GeneratedRulesType: string): Resources => ({
  Domains: of('NetworkFirewall::RuleGroup', {
    Type: 'STATEFUL',
    Capacity: 10,
    RuleGroupName: 'domains',
    RuleGroup: {
      RulesSource: { RulesSourceList: { GeneratedRulesType, TargetTypes: ['TLS_SNI', 'HTTP_HOST'], Targets: ['.example.com'] } },
    },
  }),
});

const appliance = (settings: Record<string, unknown>): Resources => ({
  ...openGroup,
  ApplianceGroup: of('EC2::SecurityGroup', {
    GroupDescription: 'appliance',
    VpcId: ref('Room'),
    SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '10.0.0.0/16' }],
  }),
  ...roomNat,
  Appliance: of('EC2::Instance', { SubnetId: ref('RoomPublicSubnet'), SecurityGroupIds: [ref('ApplianceGroup')], ...settings }),
  ApplianceAddress: of('EC2::EIP', { InstanceId: ref('Appliance') }),
  ...roomRoute({ InstanceId: ref('Appliance') }),
});

/** The agent's subnet lets nothing out. */
const closedRoom: Resources = {
  Closed: of('EC2::NetworkAcl', { VpcId: ref('Room') }),
  ClosedAt: of('EC2::SubnetNetworkAclAssociation', { SubnetId: ref('RoomSubnet'), NetworkAclId: ref('Closed') }),
};
/** Behind that, an appliance that stands in it and in a public one. */
const straddling = (settings: Record<string, unknown>, subnet = 'RoomSubnet'): Resources => ({
  ...appliance({ SubnetId: undefined, SecurityGroupIds: undefined, NetworkInterfaces: both }),
  ...{ Near: side(subnet, settings), Far: side('RoomPublicSubnet', settings) },
  FarAddress: of('EC2::EIPAssociation', {
    NetworkInterfaceId: ref('Far'),
    AllocationId: att('ApplianceAddress', 'AllocationId'),
  }),
  ApplianceAddress: of('EC2::EIP', {}),
  ...roomRoute({ NetworkInterfaceId: ref('Near') }),
  ...closedRoom,
});
/** A route to appliances behind an endpoint in a subnet. */
const balancedBy = (subnet: string): Resources => ({
  ...openGroup,
  ...roomNat,
  Inspector: of('EC2::VPCEndpoint', {
    VpcId: ref('Room'),
    VpcEndpointType: 'GatewayLoadBalancer',
    ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0abc',
    SubnetIds: [ref(subnet)],
  }),
  ...roomRoute({ VpcEndpointId: ref('Inspector') }),
});
const side = (subnet: string, settings: Record<string, unknown>) =>
  of('EC2::NetworkInterface', { SubnetId: ref(subnet), GroupSet: [ref('ApplianceGroup')], ...settings });
const both = [
  { DeviceIndex: '0', NetworkInterfaceId: ref('Near') },
  { DeviceIndex: '1', NetworkInterfaceId: ref('Far') },
];

const rows: readonly Row[] = [
  ['a peering without a route', { ...openGroup, ...peering, ...openHost }, 'proven'],
  ['a peering to a network where nothing lets it in', peered, 'proven'],
  ['a peering to a network with a host that relays', { ...peered, ...openHost }, 'refuted', 'internet'],
  [
    'a peering to a NAT gateway: there is no transit',
    { ...openGroup, ...peering, ...roomRoute({ VpcPeeringConnectionId: ref('Peering') }) },
    'proven',
  ],
  [
    'a peering to the proxy beside the door',
    {
      ...peered,
      ProxyFromRoom: of('EC2::SecurityGroupIngress', {
        GroupId: ref('ProxyGroup'),
        IpProtocol: 'tcp',
        FromPort: 22,
        ToPort: 22,
        CidrIp: '10.0.0.0/16',
      }),
    },
    'refuted',
    'proxy-other-port',
  ],
  [
    'a peering to a network from outside the inputs',
    {
      ...openGroup,
      Peering: of('EC2::VPCPeeringConnection', { VpcId: ref('Room'), PeerVpcId: 'vpc-0abc' }),
      ...roomRoute({ VpcPeeringConnectionId: ref('Peering') }, toOuter),
    },
    'unknown',
  ],
  [
    'a peering from outside the inputs',
    { ...openGroup, ...roomRoute({ VpcPeeringConnectionId: 'pcx-0abc' }, toOuter) },
    'unknown',
  ],

  ['a transit gateway without a route to it', { ...openGroup, ...hub(), ...throughOuter }, 'proven'],
  ['a transit gateway without a route on', { ...openGroup, ...hub(), ...toHub }, 'proven'],
  ['a transit gateway to a network with NAT', { ...openGroup, ...hub(), ...toHub, ...throughOuter }, 'refuted', 'internet'],
  ['a transit gateway with a black hole', { ...openGroup, ...hub(), ...toHub, ...hubDefault({ Blackhole: true }) }, 'proven'],
  [
    "a transit gateway that the network isn't attached to",
    { ...openGroup, ...hub(), RoomAtHub: undefined, ...toHub, ...throughOuter },
    'proven',
  ],
  [
    'a transit gateway that propagates to a host that relays',
    { ...openGroup, ...hub(), ...toHub, ...openHost },
    'refuted',
    'internet',
  ],
  [
    "a transit gateway that doesn't propagate",
    { ...openGroup, ...hub({ DefaultRouteTablePropagation: 'disable' }), ...toHub, ...openHost },
    'proven',
  ],
  ['a transit gateway without an association', { ...openGroup, ...hub(noDefaults), ...toHub, ...throughOuter }, 'proven'],
  [
    'a transit gateway with a table of its own',
    {
      ...openGroup,
      ...hub(noDefaults),
      ...ownTable,
      ...toHub,
      ...hubDefault({ TransitGatewayAttachmentId: ref('OuterAtHub') }, ref('HubTable')),
    },
    'refuted',
    'internet',
  ],
  [
    'a transit gateway with an empty table of its own',
    { ...openGroup, ...hub(), ...ownTable, ...toHub, ...throughOuter },
    'proven',
  ],
  [
    'a transit gateway with a propagation of its own',
    { ...openGroup, ...hub(noDefaults), ...ownTable, ...propagation, ...toHub, ...openHost },
    'refuted',
    'internet',
  ],
  [
    'a transit gateway with a peer',
    {
      ...openGroup,
      ...hub(),
      Peer: of('EC2::TransitGatewayPeeringAttachment', {
        TransitGatewayId: ref('Hub'),
        PeerTransitGatewayId: 'tgw-0abc',
        PeerAccountId: '111122223333',
        PeerRegion: 'eu-west-1',
      }),
      ...toHub,
      ...hubDefault({ TransitGatewayAttachmentId: ref('Peer') }),
    },
    'refuted',
    'outside',
  ],
  [
    'a transit gateway with a VPN',
    { ...openGroup, ...hub(), ...connection({ TransitGatewayId: ref('Hub') }), ...toHub },
    'unknown',
  ],
  ['a transit gateway from outside the inputs', { ...openGroup, ...roomRoute({ TransitGatewayId: 'tgw-0abc' }) }, 'unknown'],
  ['a transit gateway behind a closed group', { ...hub(), ...toHub, ...throughOuter }, 'proven'],

  ['routes that a VPN propagates', { ...openGroup, ...vpn, ...connection({ VpnGatewayId: ref('Vpn') }) }, 'refuted', 'outside'],
  [
    'static routes of a VPN',
    {
      ...openGroup,
      ...vpn,
      ...connection({ VpnGatewayId: ref('Vpn'), StaticRoutesOnly: true }),
      Static: of('EC2::VPNConnectionRoute', { VpnConnectionId: ref('Connection'), DestinationCidrBlock: '192.168.0.0/16' }),
    },
    'refuted',
    'outside',
  ],
  [
    'a VPN without static routes',
    { ...openGroup, ...vpn, ...connection({ VpnGatewayId: ref('Vpn'), StaticRoutesOnly: true }) },
    'proven',
  ],
  ['a VPN gateway without a connection', { ...openGroup, ...vpn }, 'unknown'],
  [
    'a VPN gateway that propagates to another table',
    {
      ...openGroup,
      ...vpn,
      ...connection({ VpnGatewayId: ref('Vpn') }),
      Propagation: of('EC2::VPNGatewayRoutePropagation', { RouteTableIds: [ref('ProxyTable')], VpnGatewayId: ref('Vpn') }),
    },
    'proven',
  ],

  ['a firewall that drops', policy({ StatelessDefaultActions: ['aws:drop'] }), 'proven'],
  ['a firewall that passes', policy({ StatelessDefaultActions: ['aws:pass'] }), 'refuted', 'internet'],
  ['a firewall with no stateful rules', policy(stateful), 'refuted', 'internet'],
  ['a firewall that drops whatever no rule passes', policy(strict('aws:drop_strict')), 'proven'],
  ['a firewall that alerts only', policy(strict('aws:alert_strict')), 'refuted', 'internet'],
  ['a firewall that drops what is established', policy(strict('aws:drop_established')), 'unknown'],
  [
    'a firewall with rule groups',
    policy({
      ...strict('aws:drop_strict'),
      StatefulRuleGroupReferences: [{ ResourceArn: 'arn:aws:network-firewall:eu-west-1:111122223333:stateful-rulegroup/x' }],
    }),
    'unknown',
  ],
  [
    'a firewall whose policy is from outside',
    {
      ...policy({}),
      Policy: undefined,
      Firewall: of('NetworkFirewall::Firewall', {
        VpcId: ref('Room'),
        FirewallPolicyArn: 'arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/x',
        SubnetMappings: [{ SubnetId: ref('InspectionSubnet') }],
      }),
    },
    'unknown',
  ],
  [
    'a firewall with a list of allowed domains',
    {
      ...policy({
        ...strict('aws:drop_established'),
        StatefulRuleGroupReferences: [{ ResourceArn: ref('Domains'), Priority: 1 }],
      }),
      ...domains('ALLOWLIST'),
    },
    'refuted',
    'internet',
  ],
  [
    'a firewall with a list of denied domains',
    { ...policy({ ...stateful, StatefulRuleGroupReferences: [{ ResourceArn: ref('Domains') }] }), ...domains('DENYLIST') },
    'refuted',
    'internet',
  ],
  [
    'a firewall with a list of denied domains that drops all else',
    {
      ...policy({ ...strict('aws:drop_strict'), StatefulRuleGroupReferences: [{ ResourceArn: ref('Domains'), Priority: 1 }] }),
      ...domains('DENYLIST'),
    },
    'proven',
  ],
  [
    'a firewall whose endpoint is cut out of a list',
    {
      ...policy({ StatelessDefaultActions: ['aws:pass'] }),
      Inspecting: undefined,
      ...roomRoute({
        VpcEndpointId: { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, att('Firewall', 'EndpointIds')] }] }] },
      }),
    },
    'refuted',
    'internet',
  ],
  ['a Gateway Load Balancer endpoint', balancedBy('RoomSubnet'), 'unknown'],
  [
    "a Gateway Load Balancer endpoint in the agent's own subnet, which a network ACL closes",
    { ...balancedBy('RoomSubnet'), ...closedRoom },
    'unknown',
  ],
  [
    "a Gateway Load Balancer endpoint in another subnet than the agent's, which a network ACL closes",
    { ...balancedBy('RoomPublicSubnet'), ...closedRoom },
    'proven',
  ],
  [
    'a Gateway Load Balancer endpoint in a subnet that leads nowhere',
    { ...balancedBy('RoomPublicSubnet'), RoomPublicRoute: undefined },
    'unknown',
  ],

  ['an appliance that forwards', { ...appliance({ SourceDestCheck: false }) }, 'refuted', 'internet'],
  ["an appliance that is only a host in the agents' reach", { ...appliance({}), RoomPublicRoute: undefined }, 'proven'],
  [
    "an appliance in the agent's own subnet, which a network ACL closes",
    straddling({ SourceDestCheck: false }),
    'refuted',
    'internet',
  ],
  [
    "an appliance in another subnet than the agent's, which a network ACL closes",
    straddling({ SourceDestCheck: false }, 'RoomPublicSubnet'),
    'proven',
  ],
  [
    'an appliance from outside the inputs, behind a network ACL',
    { ...openGroup, ...closedRoom, ...roomRoute({ NetworkInterfaceId: 'eni-0abc' }) },
    'unknown',
  ],
  [
    'an instance from outside the inputs, behind a network ACL',
    { ...openGroup, ...closedRoom, ...roomRoute({ InstanceId: 'i-0abc' }) },
    'unknown',
  ],
  ['an instance from outside the inputs', { ...openGroup, ...roomRoute({ InstanceId: 'i-0abc' }) }, 'unknown'],
  [
    'VPC Lattice',
    {
      ...openGroup,
      Lattice: of('VpcLattice::ServiceNetworkVpcAssociation', {
        VpcIdentifier: ref('Room'),
        ServiceNetworkIdentifier: 'sn-0abc',
      }),
    },
    'unknown',
  ],
  [
    'VPC Lattice by its own addresses',
    {
      ...egress({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '169.254.171.0/24' }),
      Lattice: of('VpcLattice::ServiceNetworkVpcAssociation', {
        VpcIdentifier: ref('Room'),
        ServiceNetworkIdentifier: 'sn-0abc',
      }),
    },
    'unknown',
  ],
  [
    'VPC Lattice behind a group for the door',
    {
      Lattice: of('VpcLattice::ServiceNetworkVpcAssociation', {
        VpcIdentifier: ref('Room'),
        ServiceNetworkIdentifier: 'sn-0abc',
      }),
    },
    'proven',
  ],
  [
    'VPC Lattice in the other network',
    {
      ...openGroup,
      Lattice: of('VpcLattice::ServiceNetworkVpcAssociation', {
        VpcIdentifier: ref('Outer'),
        ServiceNetworkIdentifier: 'sn-0abc',
      }),
    },
    'proven',
  ],
  [
    'a route server',
    { ...openGroup, Server: of('EC2::RouteServerPropagation', { RouteTableId: ref('RoomTable'), RouteServerId: 'rs-0abc' }) },
    'unknown',
  ],
];

describe('an agent with', () => judgeRows(rows));
