import { ref, type Site } from './site';

/** Another network with hosts that reach the internet, and nothing of the agent's. */
export function elsewhere(site: Site): void {
  site.add('Office', 'EC2::VPC', { CidrBlock: '10.50.0.0/16' });
  site.add('OfficeGateway', 'EC2::InternetGateway', {});
  site.add('OfficeGatewayAtVpc', 'EC2::VPCGatewayAttachment', { VpcId: ref('Office'), InternetGatewayId: ref('OfficeGateway') });
  site.add('OfficeSubnet', 'EC2::Subnet', { VpcId: ref('Office'), CidrBlock: '10.50.1.0/24', MapPublicIpOnLaunch: true });
  site.add('OfficeTable', 'EC2::RouteTable', { VpcId: ref('Office') });
  site.add('OfficeTableAtSubnet', 'EC2::SubnetRouteTableAssociation', {
    SubnetId: ref('OfficeSubnet'),
    RouteTableId: ref('OfficeTable'),
  });
  site.add('OfficeRoute', 'EC2::Route', {
    RouteTableId: ref('OfficeTable'),
    DestinationCidrBlock: '0.0.0.0/0',
    GatewayId: ref('OfficeGateway'),
  });
  site.add('OfficeGroup', 'EC2::SecurityGroup', {
    ...{ GroupDescription: 'office', VpcId: ref('Office') },
    SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }],
  });
  site.add('OfficeHost', 'EC2::Instance', {
    ImageId: 'ami-1',
    SubnetId: ref('OfficeSubnet'),
    SecurityGroupIds: [ref('OfficeGroup')],
  });
}

/** The agent's subnets behind an ACL that lets out what is for its own network alone. */
export function closedAcl(site: Site): void {
  site.add('Acl', 'EC2::NetworkAcl', { VpcId: ref(site.names.vpc) });
  site.names.subnets.forEach((subnet, position) => {
    site.add(`AclAt${position}`, 'EC2::SubnetNetworkAclAssociation', { SubnetId: ref(subnet), NetworkAclId: ref('Acl') });
  });
  const entry = (name: string, fields: Record<string, unknown>) =>
    site.add(name, 'EC2::NetworkAclEntry', {
      NetworkAclId: ref('Acl'),
      RuleNumber: 100,
      Protocol: -1,
      RuleAction: 'allow',
      ...fields,
    });
  entry('AclIn', { CidrBlock: '0.0.0.0/0' });
  entry('AclOut', { Egress: true, CidrBlock: `${site.names.block}.0.0/16` });
}
