import type { Opening } from './row';
import { att, ref, type Site, sub } from './site';
import { egress, gateway, ipv6, nat, publicSubnet, route, wideGroup } from './ways';

/** Two changes at once: the group is open, and so one route is enough. */
const open = (change: (site: Site) => unknown) => (site: Site) => {
  wideGroup(site);
  change(site);
};

const toNat = (destination?: Record<string, unknown>, more = {}) =>
  open((site) => route({ NatGatewayId: ref(nat(site)) }, destination, 'Opening', more)(site));

/** A second network with its own way out. */
function neighbour(site: Site): void {
  site.add('Neighbour', 'EC2::VPC', { CidrBlock: '10.7.0.0/16' });
  site.add('NeighbourGateway', 'EC2::InternetGateway', {});
  site.add('NeighbourGatewayAtVpc', 'EC2::VPCGatewayAttachment', {
    VpcId: ref('Neighbour'),
    InternetGatewayId: ref('NeighbourGateway'),
  });
  site.add('NeighbourSubnet', 'EC2::Subnet', { VpcId: ref('Neighbour'), CidrBlock: '10.7.1.0/24', MapPublicIpOnLaunch: true });
  site.add('NeighbourTable', 'EC2::RouteTable', { VpcId: ref('Neighbour') });
  site.add('NeighbourTableAtSubnet', 'EC2::SubnetRouteTableAssociation', {
    SubnetId: ref('NeighbourSubnet'),
    RouteTableId: ref('NeighbourTable'),
  });
  site.add('NeighbourRoute', 'EC2::Route', {
    RouteTableId: ref('NeighbourTable'),
    DestinationCidrBlock: '0.0.0.0/0',
    GatewayId: ref('NeighbourGateway'),
  });
  site.add('NeighbourGroup', 'EC2::SecurityGroup', {
    ...{ GroupDescription: 'neighbour', VpcId: ref('Neighbour') },
    SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '10.0.0.0/8' }],
  });
  site.add('NeighbourHost', 'EC2::Instance', {
    ...{ ImageId: 'ami-1', SubnetId: ref('NeighbourSubnet'), SecurityGroupIds: [att('NeighbourGroup', 'GroupId')] },
  });
}

function transit(site: Site, to: 'Neighbour' | 'outlet'): void {
  site.add('Transit', 'EC2::TransitGateway', { DefaultRouteTableAssociation: 'enable', DefaultRouteTablePropagation: 'enable' });
  const attach = (name: string, vpc: string, subnet: string) =>
    site.add(name, 'EC2::TransitGatewayVpcAttachment', {
      TransitGatewayId: ref('Transit'),
      VpcId: ref(vpc),
      SubnetIds: [ref(subnet)],
    });
  attach('RoomAttachment', site.names.vpc, site.names.subnets[0] as string);
  neighbour(site);
  attach('NeighbourAttachment', 'Neighbour', 'NeighbourSubnet');
  if (to === 'Neighbour') return;
  site.add('NeighbourNatAddress', 'EC2::EIP', { Domain: 'vpc' });
  site.add('NeighbourNat', 'EC2::NatGateway', {
    SubnetId: ref('NeighbourSubnet'),
    AllocationId: att('NeighbourNatAddress', 'AllocationId'),
  });
  site.add('NeighbourAttachmentSubnet', 'EC2::Subnet', { VpcId: ref('Neighbour'), CidrBlock: '10.7.2.0/24' });
  site.add('NeighbourAttachmentTable', 'EC2::RouteTable', { VpcId: ref('Neighbour') });
  site.add('NeighbourAttachmentTableAtSubnet', 'EC2::SubnetRouteTableAssociation', {
    SubnetId: ref('NeighbourAttachmentSubnet'),
    RouteTableId: ref('NeighbourAttachmentTable'),
  });
  site.add('NeighbourAttachmentRoute', 'EC2::Route', {
    RouteTableId: ref('NeighbourAttachmentTable'),
    DestinationCidrBlock: '0.0.0.0/0',
    NatGatewayId: ref('NeighbourNat'),
  });
  site.set('NeighbourAttachment', { SubnetIds: [ref('NeighbourAttachmentSubnet')] });
}

/** An instance that passes packets on, with a public address. */
function natInstance(site: Site): void {
  const subnet = publicSubnet(site);
  site.add('NatInstanceGroup', 'EC2::SecurityGroup', {
    ...{ GroupDescription: 'nat', VpcId: ref(site.names.vpc) },
    SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: `${site.names.block}.0.0/16` }],
  });
  site.add('NatInterface', 'EC2::NetworkInterface', {
    ...{ SubnetId: ref(subnet), SourceDestCheck: false, GroupSet: [att('NatInstanceGroup', 'GroupId')] },
  });
  site.add('NatInterfaceAddress', 'EC2::EIP', { Domain: 'vpc' });
  site.add('NatInterfaceAddressAt', 'EC2::EIPAssociation', {
    AllocationId: att('NatInterfaceAddress', 'AllocationId'),
    NetworkInterfaceId: ref('NatInterface'),
  });
  site.add('NatInstance', 'EC2::Instance', {
    ImageId: 'ami-1',
    NetworkInterfaces: [{ DeviceIndex: '0', NetworkInterfaceId: ref('NatInterface') }],
  });
}

const vpn = (site: Site) => {
  site.add('VpnGateway', 'EC2::VPNGateway', { Type: 'ipsec.1' });
  site.add('VpnGatewayAtVpc', 'EC2::VPCGatewayAttachment', { VpcId: ref(site.names.vpc), VpnGatewayId: ref('VpnGateway') });
  site.add('Customer', 'EC2::CustomerGateway', { Type: 'ipsec.1', BgpAsn: 65000, IpAddress: '198.51.100.1' });
  site.add('Vpn', 'EC2::VPNConnection', {
    ...{ Type: 'ipsec.1', CustomerGatewayId: ref('Customer'), VpnGatewayId: ref('VpnGateway'), StaticRoutesOnly: true },
  });
};

const tablesOf = (site: Site) => site.names.tables.map(ref);

export const openRoutes: readonly Opening[] = [
  ['a default route to a NAT gateway', toNat()],
  ['half of the internet to a NAT gateway', toNat({ DestinationCidrBlock: '128.0.0.0/1' })],
  ['one foreign address to a NAT gateway', toNat({ DestinationCidrBlock: '203.0.114.7/32' })],
  [
    'a managed prefix list of public addresses to a NAT gateway',
    open((site) => {
      site.add('List', 'EC2::PrefixList', {
        ...{ PrefixListName: 'list', AddressFamily: 'IPv4', MaxEntries: 2 },
        Entries: [{ Cidr: '10.99.0.0/16' }, { Cidr: '8.8.8.0/24' }],
      });
      route({ NatGatewayId: ref(nat(site)) }, { DestinationPrefixListId: att('List', 'PrefixListId') })(site);
    }),
  ],
  [
    'a destination that a parameter says',
    open((site) => route({ NatGatewayId: ref(nat(site)) }, { DestinationCidrBlock: site.parameter('Where') })(site)),
  ],
  [
    'a default route where a parameter says production',
    open((site) => {
      site.parameter('Stage', { AllowedValues: ['dev', 'prod'], Default: 'dev' });
      const Condition = site.condition('IsProduction', { 'Fn::Equals': [ref('Stage'), 'prod'] });
      route({ NatGatewayId: ref(nat(site)) }, { DestinationCidrBlock: '0.0.0.0/0' }, 'Opening', { Condition })(site);
    }),
  ],
  [
    'a destination that is wide in one region only',
    open((site) => {
      site.body.Mappings = {
        ...site.body.Mappings,
        Where: { 'eu-west-1': { block: '10.200.0.0/16' }, 'us-east-1': { block: '0.0.0.0/0' } },
      };
      const block = { 'Fn::FindInMap': ['Where', ref('AWS::Region'), 'block'] };
      route({ NatGatewayId: ref(nat(site)) }, { DestinationCidrBlock: block })(site);
    }),
  ],
  [
    'a default IPv6 route to an egress-only internet gateway',
    open((site) => {
      ipv6(site);
      site.add('Exit', 'EC2::EgressOnlyInternetGateway', { VpcId: ref(site.names.vpc) });
      route({ EgressOnlyInternetGatewayId: ref('Exit') }, { DestinationIpv6CidrBlock: '::/0' })(site);
    }),
  ],
  [
    'all global IPv6 addresses to an internet gateway',
    open((site) => {
      ipv6(site);
      route({ GatewayId: ref(gateway(site)) }, { DestinationIpv6CidrBlock: '2000::/3' })(site);
    }),
  ],
  [
    'a default route to an interface that passes packets on',
    open((site) => {
      natInstance(site);
      route({ NetworkInterfaceId: ref('NatInterface') })(site);
    }),
  ],
  [
    'peering with a network whose hosts reach the internet',
    open((site) => {
      neighbour(site);
      site.add('Peering', 'EC2::VPCPeeringConnection', { VpcId: ref(site.names.vpc), PeerVpcId: ref('Neighbour') });
      route({ VpcPeeringConnectionId: ref('Peering') }, { DestinationCidrBlock: '10.7.0.0/16' })(site);
    }),
  ],
  [
    'a transit gateway to a network whose hosts reach the internet',
    open((site) => {
      transit(site, 'Neighbour');
      route({ TransitGatewayId: ref('Transit') }, { DestinationCidrBlock: '10.0.0.0/8' })(site);
    }),
  ],
  [
    'a transit gateway to a network with a NAT gateway',
    open((site) => {
      transit(site, 'outlet');
      site.add('TransitTable', 'EC2::TransitGatewayRouteTable', { TransitGatewayId: ref('Transit') });
      site.set('Transit', { DefaultRouteTableAssociation: 'disable', DefaultRouteTablePropagation: 'disable' });
      site.add('TransitTableAtRoom', 'EC2::TransitGatewayRouteTableAssociation', {
        TransitGatewayAttachmentId: ref('RoomAttachment'),
        TransitGatewayRouteTableId: ref('TransitTable'),
      });
      site.add('TransitRoute', 'EC2::TransitGatewayRoute', {
        DestinationCidrBlock: '0.0.0.0/0',
        TransitGatewayAttachmentId: ref('NeighbourAttachment'),
        TransitGatewayRouteTableId: ref('TransitTable'),
      });
      route({ TransitGatewayId: ref('Transit') })(site);
    }),
  ],
  [
    'a default route to a VPN gateway',
    open((site) => {
      vpn(site);
      site.add('VpnRoute', 'EC2::VPNConnectionRoute', { DestinationCidrBlock: '0.0.0.0/0', VpnConnectionId: ref('Vpn') });
      route({ GatewayId: ref('VpnGateway') })(site);
    }),
  ],
  [
    'routes that a VPN gateway teaches',
    open((site) => {
      vpn(site);
      site.add('VpnRoute', 'EC2::VPNConnectionRoute', { DestinationCidrBlock: '192.168.0.0/16', VpnConnectionId: ref('Vpn') });
      site.add('Opening', 'EC2::VPNGatewayRoutePropagation', { RouteTableIds: tablesOf(site), VpnGatewayId: ref('VpnGateway') });
    }),
  ],
  [
    "the agent's subnet in a table that leads to a NAT gateway",
    open((site) => {
      const to = nat(site);
      site.add('OtherTable', 'EC2::RouteTable', { VpcId: ref(site.names.vpc) });
      site.add('Opening', 'EC2::Route', {
        RouteTableId: ref('OtherTable'),
        DestinationCidrBlock: '0.0.0.0/0',
        NatGatewayId: ref(to),
      });
      for (const entry of Object.values(site.body.Resources))
        if (entry.Type === 'AWS::EC2::SubnetRouteTableAssociation' && entry.Properties.SubnetId.Ref === site.names.subnets[0])
          entry.Properties.RouteTableId = ref('OtherTable');
    }),
  ],
  [
    'the agent also in a subnet that leads to a NAT gateway',
    open((site) => {
      const to = nat(site);
      site.add('LooseSubnet', 'EC2::Subnet', { VpcId: ref(site.names.vpc), CidrBlock: `${site.names.block}.101.0/24` });
      site.add('LooseTable', 'EC2::RouteTable', { VpcId: ref(site.names.vpc) });
      site.add('LooseTableAtSubnet', 'EC2::SubnetRouteTableAssociation', {
        SubnetId: ref('LooseSubnet'),
        RouteTableId: ref('LooseTable'),
      });
      site.add('Opening', 'EC2::Route', {
        RouteTableId: ref('LooseTable'),
        DestinationCidrBlock: '0.0.0.0/0',
        NatGatewayId: ref(to),
      });
      if (!site.fixture.subnets(site).length) throw new Error('no subnets');
      site.fixture.subnets(site).push(ref('LooseSubnet'));
    }),
  ],
  [
    'a gateway endpoint of DynamoDB without a policy',
    open((site) =>
      site.add('Opening', 'EC2::VPCEndpoint', {
        ...{ VpcId: ref(site.names.vpc), VpcEndpointType: 'Gateway', RouteTableIds: tablesOf(site) },
        ServiceName: sub('com.amazonaws.${AWS::Region}.dynamodb'),
      }),
    ),
  ],
  [
    'a NAT gateway that another stack makes and exports',
    open((site) => {
      const to = nat(site);
      const moved = site.entry(to);
      site.body.Outputs = { ...site.body.Outputs, Net: { Value: ref('OpenSubnet'), Export: { Name: 'open-subnet' } } };
      site.beside.Nat = {
        Resources: {
          Nat: { ...moved, Properties: { SubnetId: { 'Fn::ImportValue': 'open-subnet' }, AllocationId: 'eipalloc-1' } },
          Opening: {
            Type: 'AWS::EC2::Route',
            Properties: {
              RouteTableId: { 'Fn::ImportValue': 'agent-table' },
              DestinationCidrBlock: '0.0.0.0/0',
              NatGatewayId: ref('Nat'),
            },
          },
        },
      };
      site.body.Outputs.Table = { Value: ref(site.names.tables[0] as string), Export: { Name: 'agent-table' } };
      site.remove(to);
    }),
  ],
  [
    'a bastion in the same network, with no route of the agent but the local one',
    (site) => {
      const subnet = publicSubnet(site);
      site.add('BastionGroup', 'EC2::SecurityGroup', {
        ...{ GroupDescription: 'bastion', VpcId: ref(site.names.vpc) },
        SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: `${site.names.block}.0.0/16` }],
      });
      site.add('Bastion', 'EC2::Instance', {
        ImageId: 'ami-1',
        NetworkInterfaces: [
          { DeviceIndex: '0', SubnetId: ref(subnet), GroupSet: [att('BastionGroup', 'GroupId')], AssociatePublicIpAddress: true },
        ],
      });
      egress({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: `${site.names.block}.0.0/16` })(site);
    },
    'Bastion',
  ],
];
