import type { Deployment } from '../deployment';
import { agent, listenerPort, proxy } from '../topology';
import { groupResources } from './group-template';
import { hostResources } from './host-template';
import { type Resources, ref } from './resources';
import type { Acl, AclEntry, AwsTopology, NatGateway, Network, Route, RouteTable, Subnet } from './topology';

export const stackId = (name: string): string => `Stack/${name}`;

/** The system as a CloudFormation template. */
export function awsDeployment(topology: AwsTopology): Deployment {
  const resources: Resources = Object.assign(
    {},
    ...topology.networks.map((network) => networkResources(topology, network)),
    ...topology.networks.flatMap(({ groups, name }) => groups.map((group) => groupResources(topology, name, group))),
    ...topology.peerings.map(({ name, from, to }) => ({
      [name]: { Type: 'AWS::EC2::VPCPeeringConnection', Properties: { VpcId: ref(from), PeerVpcId: ref(to) } },
    })),
    ...topology.hosts.map((host) => hostResources(topology, host)),
  );
  return {
    file: 'Stack.template.json',
    content: { AWSTemplateFormatVersion: '2010-09-09', Resources: resources },
    agents: [stackId(agent)],
    proxies: [`${stackId(proxy)}:${listenerPort}`],
  };
}

function networkResources(topology: AwsTopology, network: Network): Resources {
  return Object.assign(
    { [network.name]: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: network.cidr, EnableDnsSupport: false } } },
    ipv6Resources(network),
    gatewayResources(network),
    ...network.subnets.map((subnet, index) => subnetResources(network, subnet, index)),
    ...network.tables.map((table) => tableResources(topology, network, table)),
    ...network.acls.map((acl) => aclResources(network, acl)),
    ...network.natGateways.map(natResources),
  );
}

const ipv6Block = (network: string): string => `${network}Ipv6`;

const ipv6Resources = ({ name, ipv6 }: Network): Resources =>
  ipv6
    ? {
        [ipv6Block(name)]: {
          Type: 'AWS::EC2::VPCCidrBlock',
          Properties: { VpcId: ref(name), AmazonProvidedIpv6CidrBlock: true },
        },
      }
    : {};

/** Amazon chooses the network's IPv6 range; the topology's stands for it. */
const ipv6Of = (network: string) => ({ 'Fn::Select': [0, { 'Fn::GetAtt': [network, 'Ipv6CidrBlocks'] }] });

function gatewayResources({ name, internetGateway, egressOnlyGateway }: Network): Resources {
  return {
    ...(internetGateway && {
      [`${name}Gateway`]: { Type: 'AWS::EC2::InternetGateway', Properties: {} },
      [`${name}Attachment`]: {
        Type: 'AWS::EC2::VPCGatewayAttachment',
        Properties: { VpcId: ref(name), InternetGatewayId: ref(`${name}Gateway`) },
      },
    }),
    ...(egressOnlyGateway && {
      [`${name}EgressOnly`]: { Type: 'AWS::EC2::EgressOnlyInternetGateway', Properties: { VpcId: ref(name) } },
    }),
  };
}

function subnetResources(network: Network, subnet: Subnet, index: number): Resources {
  const blocks = { 'Fn::Cidr': [ipv6Of(network.name), network.subnets.length, '64'] };
  const properties = {
    VpcId: ref(network.name),
    CidrBlock: subnet.cidr,
    MapPublicIpOnLaunch: subnet.givesPublicAddresses,
    ...(subnet.ipv6 && { Ipv6CidrBlock: { 'Fn::Select': [index, blocks] } }),
  };
  return {
    [subnet.name]: {
      Type: 'AWS::EC2::Subnet',
      Properties: properties,
      ...(subnet.ipv6 && { DependsOn: ipv6Block(network.name) }),
    },
    ...(subnet.table && {
      [`${subnet.name}Routes`]: {
        Type: 'AWS::EC2::SubnetRouteTableAssociation',
        Properties: { SubnetId: ref(subnet.name), RouteTableId: ref(subnet.table) },
      },
    }),
    ...(subnet.acl && {
      [`${subnet.name}AclAssociation`]: {
        Type: 'AWS::EC2::SubnetNetworkAclAssociation',
        Properties: { SubnetId: ref(subnet.name), NetworkAclId: ref(subnet.acl) },
      },
    }),
  };
}

function tableResources(topology: AwsTopology, network: Network, { name, routes }: RouteTable): Resources {
  const stated = routes.map((route, index) => ({
    [`${name}Route${index}`]: {
      Type: 'AWS::EC2::Route',
      Properties: { RouteTableId: ref(name), ...destination(topology, route), ...target(network, route) },
    },
  }));
  return Object.assign({ [name]: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref(network.name) } } }, ...stated);
}

function destination(topology: AwsTopology, { to }: Route): object {
  if (!to.includes(':')) return { DestinationCidrBlock: to };
  const peer = topology.networks.find(({ ipv6 }) => ipv6 === to);
  return { DestinationIpv6CidrBlock: peer ? ipv6Of(peer.name) : to };
}

function target(network: Network, { via }: Route): object {
  switch (via.kind) {
    case 'internet':
      return { GatewayId: ref(`${network.name}Gateway`) };
    case 'egress-only':
      return { EgressOnlyInternetGatewayId: ref(`${network.name}EgressOnly`) };
    case 'nat':
      return { NatGatewayId: ref(via.name) };
    case 'peering':
      return { VpcPeeringConnectionId: ref(via.name) };
    case 'host':
      return { InstanceId: ref(via.name) };
  }
}

function natResources({ name, subnet, address }: NatGateway): Resources {
  const allocation = { 'Fn::GetAtt': [`${name}Address`, 'AllocationId'] };
  return {
    [`${name}Address`]: { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } },
    [name]: {
      Type: 'AWS::EC2::NatGateway',
      Properties: { SubnetId: ref(subnet), AllocationId: allocation, PrivateIpAddress: address },
    },
  };
}

function aclResources(network: Network, { name, entries }: Acl): Resources {
  const stated = entries.map((entry) => ({
    [`${name}${entry.direction === 'egress' ? 'Out' : 'In'}${entry.number}`]: {
      Type: 'AWS::EC2::NetworkAclEntry',
      Properties: { NetworkAclId: ref(name), ...entryProperties(entry) },
    },
  }));
  return Object.assign({ [name]: { Type: 'AWS::EC2::NetworkAcl', Properties: { VpcId: ref(network.name) } } }, ...stated);
}

const numbers = { any: -1, icmp: 1, tcp: 6, udp: 17, icmpv6: 58 };

function entryProperties({ number, direction, action, protocol, ports, cidr }: AclEntry): object {
  return {
    RuleNumber: number,
    Egress: direction === 'egress',
    RuleAction: action,
    Protocol: numbers[protocol],
    ...(cidr.includes(':') ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
    ...(ports && { PortRange: { From: ports.from, To: ports.to } }),
    ...(protocol.startsWith('icmp') && { Icmp: { Type: -1, Code: -1 } }),
  };
}
