import { allOf, type Item, mentions, type World } from '../world';
import { type Airlock, endpointsIn, layerList } from './airlock';
import { mustEqual } from './must-equal';

/** The agents' network has no gateway, no address of the internet, and no route but its own and that to image layers. */
export function checkSealedNetwork(world: World, airlock: Airlock): string[] {
  const { sealedVpc, agentSubnets } = airlock;
  const own = (type: string) => allOf(world, type).filter(({ VpcId }) => VpcId === sealedVpc);
  const [vpc = {}] = own('AWS::EC2::VPC');
  const subnets = own('AWS::EC2::Subnet').map(({ SubnetId }) => SubnetId);
  return [
    ...mustEqual(
      'subnets of the agent in other networks',
      agentSubnets.filter((subnet) => !subnets.includes(subnet)),
      [],
    ),
    ...attachments(world, [sealedVpc, ...subnets]),
    ...mustEqual(`IPv6 blocks of ${sealedVpc}`, vpc.Ipv6CidrBlockAssociationSet, []),
    ...mustEqual(`DHCP options of ${sealedVpc}`, vpc.DhcpOptionsId, 'default'),
    ...own('AWS::EC2::Subnet').flatMap((subnet) => subnetProblems(subnet, own('AWS::EC2::RouteTable'))),
    ...own('AWS::EC2::RouteTable').flatMap((table) => routeProblems(world, table, vpc)),
    ...own('AWS::EC2::NetworkInterface').flatMap((one) => interfaceProblems(world, one, airlock)),
  ];
}

const waysOut = [
  'AWS::EC2::CarrierGateway',
  'AWS::EC2::EgressOnlyInternetGateway',
  'AWS::EC2::Instance',
  'AWS::EC2::InternetGateway',
  'AWS::EC2::NatGateway',
  'AWS::EC2::TransitGatewayAttachment',
  'AWS::EC2::VPCPeeringConnection',
  'AWS::EC2::VPNGateway',
  'AWS::Route53Resolver::ResolverEndpoint',
  'AWS::Route53Resolver::ResolverRuleAssociation',
];

const attachments = (world: World, places: readonly string[]): string[] =>
  waysOut.flatMap((type) =>
    allOf(world, type)
      .filter((item) => places.some((place) => mentions(item, place)))
      .map((item) => `no ${type} may touch the sealed network, got ${JSON.stringify(item)}`),
  );

function subnetProblems(subnet: Item, tables: readonly Item[]): string[] {
  const own = tables.filter(({ Associations }) =>
    Associations.some((one: Item) => one.SubnetId === subnet.SubnetId && !one.Main),
  );
  return [
    ...mustEqual(`number of route tables of ${subnet.SubnetId}`, own.length, 1),
    ...mustEqual(`MapPublicIpOnLaunch of ${subnet.SubnetId}`, subnet.MapPublicIpOnLaunch, false),
    ...mustEqual(`IPv6 blocks of ${subnet.SubnetId}`, subnet.Ipv6CidrBlockAssociationSet, []),
  ];
}

function routeProblems(world: World, table: Item, vpc: Item): string[] {
  const gateways = endpointsIn(world, vpc.VpcId).filter(({ VpcEndpointType }) => VpcEndpointType === 'Gateway');
  const allowed = [`${vpc.CidrBlock} local`, ...gateways.map(({ VpcEndpointId }) => `${layerList(world)} ${VpcEndpointId}`)];
  return table.Routes.map(routeText)
    .filter((route: string) => !allowed.includes(route))
    .map((route: string) => `routes of ${table.RouteTableId} must be among ${allowed.join(', ')}, got ${route}`);
}

/** Where a route is for and where it leads, by whatever properties it has. */
function routeText({ Origin, State, ...route }: Item): string {
  return Object.entries(route)
    .sort(([a]) => (a.startsWith('Destination') ? -1 : 1))
    .map(([, value]) => value)
    .join(' ');
}

function interfaceProblems(world: World, { NetworkInterfaceId, Association }: Item, { sealedVpc }: Airlock): string[] {
  const known = endpointsIn(world, sealedVpc).some(({ NetworkInterfaceIds }) => NetworkInterfaceIds.includes(NetworkInterfaceId));
  return [
    ...(known ? [] : [`nothing but endpoints may be in the sealed network, got ${NetworkInterfaceId}`]),
    ...mustEqual(`public address of ${NetworkInterfaceId}`, Association, undefined),
  ];
}
