import { noticed } from './notices';

noticed("the agents' network", [
  [
    'a default route to a NAT gateway',
    (w, a) => w.agentTable(a).Routes.push({ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1', State: 'active' }),
    'got 0.0.0.0/0 nat-1',
  ],
  [
    'half of a default route',
    (w, a) => w.agentTable(a).Routes.push({ DestinationCidrBlock: '0.0.0.0/1', GatewayId: 'igw-1' }),
    'got 0.0.0.0/1 igw-1',
  ],
  [
    'a route for IPv6',
    (w, a) => w.agentTable(a).Routes.push({ DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-1' }),
    'got ::/0 eigw-1',
  ],
  [
    'a route to a peer',
    (w, a) => w.agentTable(a).Routes.push({ DestinationCidrBlock: '10.65.0.0/20', VpcPeeringConnectionId: 'pcx-1' }),
    'got 10.65.0.0/20 pcx-1',
  ],
  [
    'another prefix list by the gateway',
    (w, a) => w.agentTable(a).Routes.push({ DestinationPrefixListId: 'pl-1', GatewayId: w.endpoint('.s3').VpcEndpointId }),
    'got pl-1 vpce-',
  ],
  [
    'a route in the main table',
    (w, a) =>
      w
        .one('AWS::EC2::RouteTable', (t) => t.VpcId === a.sealedVpc && t.Associations[0].Main)
        .Routes.push({ DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1' }),
    'got 0.0.0.0/0 igw-1',
  ],
  [
    'an internet gateway',
    (w, a) => w.add('AWS::EC2::InternetGateway', { Attachments: [{ VpcId: a.sealedVpc }] }),
    'no AWS::EC2::InternetGateway may touch',
  ],
  [
    'an egress-only gateway',
    (w, a) => w.add('AWS::EC2::EgressOnlyInternetGateway', { Attachments: [{ VpcId: a.sealedVpc }] }),
    'no AWS::EC2::EgressOnlyInternetGateway',
  ],
  ['a NAT gateway', (w, a) => w.add('AWS::EC2::NatGateway', { SubnetId: a.agentSubnets[1] }), 'no AWS::EC2::NatGateway'],
  [
    'a peering',
    (w, a) => w.add('AWS::EC2::VPCPeeringConnection', { AccepterVpcInfo: { VpcId: a.sealedVpc } }),
    'no AWS::EC2::VPCPeeringConnection',
  ],
  [
    'a transit gateway',
    (w, a) => w.add('AWS::EC2::TransitGatewayAttachment', { ResourceId: a.sealedVpc }),
    'no AWS::EC2::TransitGatewayAttachment',
  ],
  [
    'a VPN gateway',
    (w, a) => w.add('AWS::EC2::VPNGateway', { VpcAttachments: [{ VpcId: a.sealedVpc }] }),
    'no AWS::EC2::VPNGateway',
  ],
  [
    'another resolver',
    (w, a) => w.add('AWS::Route53Resolver::ResolverRuleAssociation', { VPCId: a.sealedVpc }),
    'no AWS::Route53Resolver::ResolverRuleAssociation',
  ],
  ['a subnet that falls back to the main table', (w, a) => w.agentTable(a).Associations.pop(), 'number of route tables'],
  [
    'public addresses',
    (w, a) => {
      w.one('AWS::EC2::Subnet', ({ SubnetId }) => SubnetId === a.agentSubnets[0]).MapPublicIpOnLaunch = true;
    },
    'MapPublicIpOnLaunch',
  ],
  [
    'IPv6',
    (w, a) =>
      w
        .one('AWS::EC2::VPC', ({ VpcId }) => VpcId === a.sealedVpc)
        .Ipv6CidrBlockAssociationSet.push({ Ipv6CidrBlock: '2001:db8::/56' }),
    'IPv6 blocks',
  ],
  [
    'a stranger in the network',
    (w, a) => w.add('AWS::EC2::NetworkInterface', { VpcId: a.sealedVpc, NetworkInterfaceId: 'eni-1', Groups: [] }),
    'nothing but endpoints',
  ],
  [
    'a public address of an endpoint',
    (w, a) => {
      w.one('AWS::EC2::NetworkInterface', ({ VpcId }) => VpcId === a.sealedVpc).Association = { PublicIp: '192.0.2.1' };
    },
    'public address of eni-',
  ],
]);
