import { att, ref, type Site } from './site';

const everywhere = { DestinationCidrBlock: '0.0.0.0/0' };

/** A rule of the agent's group, called `Opening` unless it is named. */
export const egress =
  (rule: Record<string, unknown>, name = 'Opening', more = {}) =>
  (site: Site) =>
    site.add(name, 'EC2::SecurityGroupEgress', { GroupId: att(site.names.group, 'GroupId'), ...rule }, more);

/** The agent's group lets everything out. */
export const wideGroup = (site: Site) => {
  egress({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }, 'Wide')(site);
  egress({ IpProtocol: '-1', CidrIpv6: '::/0' }, 'WideIpv6')(site);
};

/** A route of each of the agent's tables, called `Opening` unless it is named; the others have a number. */
export const route =
  (target: Record<string, unknown>, destination: Record<string, unknown> = everywhere, name = 'Opening', more = {}) =>
  (site: Site) =>
    site.names.tables.forEach((table, position) => {
      const id = position === 0 ? name : `${name}${position}`;
      site.add(id, 'EC2::Route', { RouteTableId: ref(table), ...destination, ...target }, more);
    });

/** An internet gateway at the agent's network: the one that is there, or a new one. */
export function gateway(site: Site): string {
  if (site.names.proxyVpc === site.names.vpc) return 'Gateway';
  site.add('RoomGateway', 'EC2::InternetGateway', {});
  site.add('RoomGatewayAtVpc', 'EC2::VPCGatewayAttachment', {
    VpcId: ref(site.names.vpc),
    InternetGatewayId: ref('RoomGateway'),
  });
  return 'RoomGateway';
}

/** A subnet of the agent's network that leads to the internet gateway. */
export function publicSubnet(site: Site): string {
  const to = gateway(site);
  site.add('OpenSubnet', 'EC2::Subnet', { VpcId: ref(site.names.vpc), CidrBlock: `${site.names.block}.100.0/24` });
  site.add('OpenTable', 'EC2::RouteTable', { VpcId: ref(site.names.vpc) });
  site.add('OpenTableAtSubnet', 'EC2::SubnetRouteTableAssociation', {
    SubnetId: ref('OpenSubnet'),
    RouteTableId: ref('OpenTable'),
  });
  site.add('OpenRoute', 'EC2::Route', { RouteTableId: ref('OpenTable'), ...everywhere, GatewayId: ref(to) });
  return 'OpenSubnet';
}

/** A NAT gateway in the agent's network. */
export function nat(site: Site): string {
  site.add('RoomNatAddress', 'EC2::EIP', { Domain: 'vpc' });
  site.add('RoomNat', 'EC2::NatGateway', {
    SubnetId: ref(publicSubnet(site)),
    AllocationId: att('RoomNatAddress', 'AllocationId'),
  });
  return 'RoomNat';
}

/** Routes to a NAT gateway, so that the agent's group alone holds. */
export const wayOut = (site: Site) => route({ NatGatewayId: ref(nat(site)) }, everywhere, 'WayOut')(site);

/** IPv6 in the agent's network and subnets. */
export function ipv6(site: Site): void {
  site.add('Ipv6', 'EC2::VPCCidrBlock', { VpcId: ref(site.names.vpc), AmazonProvidedIpv6CidrBlock: true });
  site.names.subnets.forEach((subnet, position) => {
    const blocks = { 'Fn::Cidr': [{ 'Fn::Select': [0, att(site.names.vpc, 'Ipv6CidrBlocks')] }, 16, '64'] };
    site.set(subnet, { Ipv6CidrBlock: { 'Fn::Select': [position, blocks] }, AssignIpv6AddressOnCreation: true });
  });
  site.fixture.dualStack?.(site);
}

/** Another host of the agent's network with a way out of its own, which takes connections of the agent. */
export function bastion(site: Site, ingress: Record<string, unknown> = {}): void {
  const subnet = publicSubnet(site);
  site.add('BastionGroup', 'EC2::SecurityGroup', {
    ...{ GroupDescription: 'bastion', VpcId: ref(site.names.vpc) },
    SecurityGroupIngress: [
      { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, SourceSecurityGroupId: att(site.names.group, 'GroupId'), ...ingress },
    ],
  });
  site.add('Bastion', 'EC2::Instance', {
    ...{ ImageId: 'ami-1', InstanceType: 't3.nano' },
    NetworkInterfaces: [
      { DeviceIndex: '0', SubnetId: ref(subnet), GroupSet: [att('BastionGroup', 'GroupId')], AssociatePublicIpAddress: true },
    ],
  });
}
