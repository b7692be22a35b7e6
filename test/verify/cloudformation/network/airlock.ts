// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's templates, not JavaScript's
import type { JsonMapping } from '../../../../lib/verify/cloudformation/load/json';

/** Resources of a template by logical id; one that is undefined is left out. */
export type Resources = Readonly<Record<string, JsonMapping | undefined>>;

export const ref = (name: string): JsonMapping => ({ Ref: name });
export const att = (name: string, attribute: string): JsonMapping => ({ 'Fn::GetAtt': [name, attribute] });
export const of = (type: string, properties: Record<string, unknown>): JsonMapping =>
  ({ Type: `AWS::${type}`, Properties: properties }) as unknown as JsonMapping;

const tags = (role: string) => [{ Key: 'role', Value: role }];

/** An agent in a network with nothing but a door, and a proxy behind the door. */
export const sealed: Resources = {
  Room: of('EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
  RoomSubnet: of('EC2::Subnet', { VpcId: ref('Room'), CidrBlock: '10.0.0.0/24' }),
  RoomTable: of('EC2::RouteTable', { VpcId: ref('Room') }),
  RoomTableAssociation: of('EC2::SubnetRouteTableAssociation', { SubnetId: ref('RoomSubnet'), RouteTableId: ref('RoomTable') }),
  AgentGroup: of('EC2::SecurityGroup', {
    GroupDescription: 'agents',
    VpcId: ref('Room'),
    SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32' }],
  }),
  AgentToDoor: of('EC2::SecurityGroupEgress', {
    GroupId: att('AgentGroup', 'GroupId'),
    IpProtocol: 'tcp',
    FromPort: 3128,
    ToPort: 3128,
    DestinationSecurityGroupId: att('DoorGroup', 'GroupId'),
  }),
  Agent: of('EC2::Instance', { SubnetId: ref('RoomSubnet'), SecurityGroupIds: [ref('AgentGroup')], Tags: tags('agent') }),
  DoorGroup: of('EC2::SecurityGroup', {
    GroupDescription: 'door',
    VpcId: ref('Room'),
    SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32' }],
    SecurityGroupIngress: [
      { IpProtocol: 'tcp', FromPort: 3128, ToPort: 3128, SourceSecurityGroupId: att('AgentGroup', 'GroupId') },
    ],
  }),
  Door: of('EC2::VPCEndpoint', {
    VpcId: ref('Room'),
    VpcEndpointType: 'Interface',
    ServiceName: { 'Fn::Sub': 'com.amazonaws.vpce.${AWS::Region}.${DoorService}' },
    SubnetIds: [ref('RoomSubnet')],
    SecurityGroupIds: [ref('DoorGroup')],
  }),
  DoorService: of('EC2::VPCEndpointService', { NetworkLoadBalancerArns: [ref('Balancer')], AcceptanceRequired: false }),
  DoorPermissions: of('EC2::VPCEndpointServicePermissions', {
    ServiceId: ref('DoorService'),
    AllowedPrincipals: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' }],
  }),
  Names: of('Route53Resolver::FirewallDomainList', { Domains: ['sts.eu-west-1.amazonaws.com'] }),
  EveryName: of('Route53Resolver::FirewallDomainList', { Domains: ['*'] }),
  NameRules: of('Route53Resolver::FirewallRuleGroup', {
    FirewallRules: [
      { Action: 'ALLOW', Priority: 1, FirewallDomainListId: ref('Names') },
      { Action: 'BLOCK', Priority: 2, FirewallDomainListId: ref('EveryName'), BlockResponse: 'NODATA' },
    ],
  }),
  NameRulesAtRoom: of('Route53Resolver::FirewallRuleGroupAssociation', {
    FirewallRuleGroupId: ref('NameRules'),
    VpcId: ref('Room'),
    Priority: 101,
  }),

  Outer: of('EC2::VPC', { CidrBlock: '10.1.0.0/16' }),
  Gateway: of('EC2::InternetGateway', {}),
  GatewayAtOuter: of('EC2::VPCGatewayAttachment', { VpcId: ref('Outer'), InternetGatewayId: ref('Gateway') }),
  PublicSubnet: of('EC2::Subnet', { VpcId: ref('Outer'), CidrBlock: '10.1.0.0/24' }),
  PublicTable: of('EC2::RouteTable', { VpcId: ref('Outer') }),
  PublicTableAssociation: of('EC2::SubnetRouteTableAssociation', {
    SubnetId: ref('PublicSubnet'),
    RouteTableId: ref('PublicTable'),
  }),
  PublicDefault: of('EC2::Route', {
    RouteTableId: ref('PublicTable'),
    DestinationCidrBlock: '0.0.0.0/0',
    GatewayId: ref('Gateway'),
  }),
  Address: of('EC2::EIP', { Domain: 'vpc' }),
  Nat: of('EC2::NatGateway', { SubnetId: ref('PublicSubnet'), AllocationId: att('Address', 'AllocationId') }),
  ProxySubnet: of('EC2::Subnet', { VpcId: ref('Outer'), CidrBlock: '10.1.1.0/24' }),
  ProxyTable: of('EC2::RouteTable', { VpcId: ref('Outer') }),
  ProxyTableAssociation: of('EC2::SubnetRouteTableAssociation', {
    SubnetId: ref('ProxySubnet'),
    RouteTableId: ref('ProxyTable'),
  }),
  ProxyDefault: of('EC2::Route', {
    RouteTableId: ref('ProxyTable'),
    DestinationCidrBlock: '0.0.0.0/0',
    NatGatewayId: ref('Nat'),
  }),
  BalancerGroup: of('EC2::SecurityGroup', {
    GroupDescription: 'balancer',
    VpcId: ref('Outer'),
    SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 3128, ToPort: 3128, DestinationSecurityGroupId: ref('ProxyGroup') }],
    SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 3128, ToPort: 3128, CidrIp: '10.0.0.0/16' }],
  }),
  Balancer: of('ElasticLoadBalancingV2::LoadBalancer', {
    Type: 'network',
    Scheme: 'internal',
    Subnets: [ref('ProxySubnet')],
    SecurityGroups: [ref('BalancerGroup')],
  }),
  Listener: of('ElasticLoadBalancingV2::Listener', {
    LoadBalancerArn: ref('Balancer'),
    Port: 3128,
    Protocol: 'TCP',
    DefaultActions: [{ Type: 'forward', TargetGroupArn: ref('Proxies') }],
  }),
  Proxies: of('ElasticLoadBalancingV2::TargetGroup', {
    VpcId: ref('Outer'),
    TargetType: 'instance',
    Port: 3128,
    Protocol: 'TCP',
    Targets: [{ Id: ref('Proxy') }],
  }),
  ProxyGroup: of('EC2::SecurityGroup', {
    GroupDescription: 'proxy',
    VpcId: ref('Outer'),
    SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }],
  }),
  ProxyFromBalancer: of('EC2::SecurityGroupIngress', {
    GroupId: ref('ProxyGroup'),
    IpProtocol: 'tcp',
    FromPort: 3128,
    ToPort: 3128,
    SourceSecurityGroupId: ref('BalancerGroup'),
  }),
  Proxy: of('EC2::Instance', { SubnetId: ref('ProxySubnet'), SecurityGroupIds: [ref('ProxyGroup')], Tags: tags('proxy') }),
};

/** The agent's group open to everything, so that routes alone decide. */
export const openGroup: Resources = {
  AgentGroup: of('EC2::SecurityGroup', { GroupDescription: 'agents', VpcId: ref('Room') }),
};

/** An internet gateway at the agent's network. */
export const roomGateway: Resources = {
  RoomGateway: of('EC2::InternetGateway', {}),
  RoomGatewayAttachment: of('EC2::VPCGatewayAttachment', { VpcId: ref('Room'), InternetGatewayId: ref('RoomGateway') }),
};

/** A NAT gateway at the agent's network, in a public subnet of its own. */
export const roomNat: Resources = {
  ...roomGateway,
  RoomPublicSubnet: of('EC2::Subnet', { VpcId: ref('Room'), CidrBlock: '10.0.9.0/24' }),
  RoomPublicTable: of('EC2::RouteTable', { VpcId: ref('Room') }),
  RoomPublicAssociation: of('EC2::SubnetRouteTableAssociation', {
    SubnetId: ref('RoomPublicSubnet'),
    RouteTableId: ref('RoomPublicTable'),
  }),
  RoomPublicRoute: of('EC2::Route', {
    RouteTableId: ref('RoomPublicTable'),
    DestinationCidrBlock: '0.0.0.0/0',
    GatewayId: ref('RoomGateway'),
  }),
  RoomAddress: of('EC2::EIP', { Domain: 'vpc' }),
  RoomNat: of('EC2::NatGateway', { SubnetId: ref('RoomPublicSubnet'), AllocationId: att('RoomAddress', 'AllocationId') }),
};

/** A route out of the agent's subnet. */
export const roomRoute = (
  target: Record<string, unknown>,
  destination: Record<string, unknown> = { DestinationCidrBlock: '0.0.0.0/0' },
): Resources => ({
  RoomRoute: of('EC2::Route', { RouteTableId: ref('RoomTable'), ...destination, ...target }),
});

/** What the agent's group lets out besides the door. */
export const egress = (rule: Record<string, unknown>): Resources => ({
  AgentEgress: of('EC2::SecurityGroupEgress', { GroupId: ref('AgentGroup'), ...rule }),
});
