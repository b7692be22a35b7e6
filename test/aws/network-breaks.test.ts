import { App, CfnOutput, CfnResource, type Stack } from 'aws-cdk-lib';
import {
  CfnEIP,
  CfnNatGateway,
  CfnNetworkInterface,
  CfnRoute,
  CfnRouteTable,
  CfnSecurityGroup,
  CfnSubnet,
  CfnSubnetRouteTableAssociation,
  CfnVPCCidrBlock,
  CfnVPCEndpoint,
  CfnVPCGatewayAttachment,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  SecurityGroup,
  type Subnet,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { CfnService } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { AuditTrail } from '../../lib/aws/audit-trail';
import { EgressNetwork } from '../../lib/aws/egress-network';
import { agentIn, airlockIn, problemsOf, sealedIn, stackOf } from './fixture';

/** A sealed network with one agent's subnets, and what a row needs to break it. */
interface Room {
  readonly stack: Stack;
  readonly vpc: Vpc;
  readonly subnet: Subnet;
}

const roomIn = (stack: Stack): Room => {
  const { vpc } = sealedIn(stack);
  const [subnet] = vpc.selectSubnets({ subnetGroupName: 'agent-default' }).subnets;
  return { stack, vpc: vpc as Vpc, subnet: subnet as Subnet };
};

type Leak = (room: Room, at: Construct) => unknown;

const raw =
  (type: string, properties: (room: Room) => Record<string, unknown>): Leak =>
  (room, at) =>
    new CfnResource(at, 'Leak', { type, properties: properties(room) });

const vpcId = ({ vpc }: Room) => ({ VpcId: vpc.vpcId });
const subnetIds = ({ subnet }: Room) => ({ SubnetIds: [subnet.subnetId] });
const routeTableId = ({ subnet }: Room) => ({ RouteTableId: subnet.routeTable.routeTableId });

// one leak a row, and a word of the message
const leaks: readonly (readonly [string, string, Leak])[] = [
  [
    'an internet gateway',
    'internet or VPN gateway',
    (room, at) => new CfnVPCGatewayAttachment(at, 'Leak', { vpcId: room.vpc.vpcId, internetGatewayId: 'igw-1' }),
  ],
  [
    'a VPN gateway',
    'internet or VPN gateway',
    (room, at) => new CfnVPCGatewayAttachment(at, 'Leak', { vpcId: room.vpc.vpcId, vpnGatewayId: 'vgw-1' }),
  ],
  ['an egress-only gateway', 'egress-only', raw('AWS::EC2::EgressOnlyInternetGateway', vpcId)],
  ['a carrier gateway', 'carrier', raw('AWS::EC2::CarrierGateway', vpcId)],
  ['a local gateway', 'local gateway', raw('AWS::EC2::LocalGatewayRouteTableVPCAssociation', vpcId)],
  [
    'a NAT gateway',
    'NAT',
    (room, at) =>
      new CfnNatGateway(at, 'Leak', { subnetId: room.subnet.subnetId, allocationId: new CfnEIP(at, 'Address').attrAllocationId }),
  ],
  ['a peering asked for', 'peers', raw('AWS::EC2::VPCPeeringConnection', (room) => ({ ...vpcId(room), PeerVpcId: 'vpc-2' }))],
  ['a peering accepted', 'peers', raw('AWS::EC2::VPCPeeringConnection', ({ vpc }) => ({ VpcId: 'vpc-2', PeerVpcId: vpc.vpcId }))],
  ['a transit gateway', 'transit', raw('AWS::EC2::TransitGatewayAttachment', (room) => ({ ...vpcId(room), ...subnetIds(room) }))],
  [
    'a transit gateway, by the other type',
    'transit',
    raw('AWS::EC2::TransitGatewayVpcAttachment', (room) => ({ ...vpcId(room), ...subnetIds(room) })),
  ],
  ['a core network', 'core network', raw('AWS::NetworkManager::VpcAttachment', ({ vpc }) => ({ VpcArn: vpc.vpcArn }))],
  [
    'a service network',
    'service network',
    raw('AWS::VpcLattice::ServiceNetworkVpcAssociation', ({ vpc }) => ({ VpcIdentifier: vpc.vpcId })),
  ],
  [
    'routes of a VPN gateway',
    'VPN gateway add routes',
    raw('AWS::EC2::VPNGatewayRoutePropagation', ({ subnet }) => ({ RouteTableIds: [subnet.routeTable.routeTableId] })),
  ],
  [
    'VPN clients',
    'VPN clients',
    raw('AWS::EC2::ClientVpnTargetNetworkAssociation', ({ subnet }) => ({ SubnetId: subnet.subnetId })),
  ],
  [
    'a way in for people',
    'past the proxy',
    raw('AWS::EC2::InstanceConnectEndpoint', ({ subnet }) => ({ SubnetId: subnet.subnetId })),
  ],
  [
    'a default route',
    'adds a route',
    (room, at) =>
      new CfnRoute(at, 'Leak', {
        routeTableId: room.subnet.routeTable.routeTableId,
        destinationCidrBlock: '0.0.0.0/0',
        gatewayId: 'igw-1',
      }),
  ],
  [
    'a narrow route',
    'adds a route',
    raw('AWS::EC2::Route', (room) => ({
      ...routeTableId(room),
      DestinationCidrBlock: '192.0.2.1/32',
      NetworkInterfaceId: 'eni-1',
    })),
  ],
  [
    'another route table',
    'another route table',
    (room, at) => new CfnSubnetRouteTableAssociation(at, 'Leak', { subnetId: room.subnet.subnetId, routeTableId: 'rtb-1' }),
  ],
  [
    'another resolver',
    'another resolver',
    raw('AWS::Route53Resolver::ResolverRuleAssociation', (room) => ({ ...vpcId(room), ResolverRuleId: 'rslvr-rr-1' })),
  ],
  [
    'an endpoint without a policy',
    'has no policy',
    (room) => room.vpc.addInterfaceEndpoint('Leak', { service: InterfaceVpcEndpointAwsService.SQS }),
  ],
  [
    'a gateway endpoint without a policy',
    'has no policy',
    (room) => room.vpc.addGatewayEndpoint('Leak', { service: GatewayVpcEndpointAwsService.DYNAMODB }),
  ],
  [
    "an endpoint to somebody's service",
    'has no policy',
    (room, at) =>
      new CfnVPCEndpoint(at, 'Leak', {
        vpcId: room.vpc.vpcId,
        serviceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-1',
        vpcEndpointType: 'Interface',
        subnetIds: [room.subnet.subnetId],
        securityGroupIds: ['sg-1'],
      }),
  ],
  ['IPv6', 'IPv6', (room, at) => new CfnVPCCidrBlock(at, 'Leak', { vpcId: room.vpc.vpcId, amazonProvidedIpv6CidrBlock: true })],
  [
    'a public subnet',
    'public addresses',
    (room, at) => new CfnSubnet(at, 'Leak', { vpcId: room.vpc.vpcId, cidrBlock: '10.64.99.0/24', mapPublicIpOnLaunch: true }),
  ],
  [
    'the default group, as a source',
    'default security group',
    (room, at) =>
      new CfnSecurityGroup(at, 'Leak', {
        groupDescription: 'x',
        vpcId: room.vpc.vpcId,
        securityGroupIngress: [{ ipProtocol: '-1', sourceSecurityGroupId: room.vpc.vpcDefaultSecurityGroup }],
      }),
  ],
  [
    'an interface without a group',
    'has no security group',
    (room, at) => new CfnNetworkInterface(at, 'Leak', { subnetId: room.subnet.subnetId }),
  ],
  [
    'a service without a group',
    'has no security group',
    raw('AWS::ECS::Service', (room) => ({
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: subnetIds(room).SubnetIds } },
    })),
  ],
  [
    'a service with no group in its list',
    'has no security group',
    raw('AWS::ECS::Service', (room) => ({
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: subnetIds(room).SubnetIds, SecurityGroups: [] } },
    })),
  ],
  [
    'a function without a group',
    'has no security group',
    raw('AWS::Lambda::Function', (room) => ({ VpcConfig: subnetIds(room) })),
  ],
  [
    'an instance without a group',
    'has no security group',
    raw('AWS::EC2::Instance', ({ subnet }) => ({ SubnetId: subnet.subnetId })),
  ],
  [
    'a scheduled task without a group',
    'has no security group',
    raw('AWS::Scheduler::Schedule', (room) => ({
      Target: { EcsParameters: { NetworkConfiguration: { AwsvpcConfiguration: { Subnets: subnetIds(room).SubnetIds } } } },
    })),
  ],
];

describe('a sealed network refuses', () => {
  test.each(leaks)('%s', (_, word, leak) => {
    const room = roomIn(stackOf());
    leak(room, new Construct(room.stack, 'Elsewhere'));
    expect(problemsOf(room.stack)).toEqual([expect.stringContaining(word)]);
  });
});

describe('a sealed network lets pass', () => {
  test('a whole airlock and its agent', () => {
    const stack = stackOf();
    agentIn(stack);
    expect(problemsOf(stack)).toEqual([]);
  });

  test('networks beside it, whatever they have', () => {
    const { stack } = roomIn(stackOf());
    const vpc = new Vpc(stack, 'Other', { ipAddresses: IpAddresses.cidr('10.99.0.0/16') });
    vpc.addInterfaceEndpoint('Queues', { service: InterfaceVpcEndpointAwsService.SQS });
    expect(problemsOf(stack)).toEqual([]);
  });

  test('what only tells its id, has a group of its own, or has a policy', () => {
    const room = roomIn(stackOf());
    const { stack, vpc, subnet } = room;
    new CfnOutput(stack, 'Id', { value: vpc.vpcId });
    new CfnNetworkInterface(stack, 'Interface', {
      subnetId: subnet.subnetId,
      groupSet: [new SecurityGroup(stack, 'Own', { vpc }).securityGroupId],
    });
    new CfnRouteTable(stack, 'Table', { vpcId: vpc.vpcId });
    expect(problemsOf(stack)).toEqual([]);
  });
});

describe('an egress network refuses', () => {
  const egressIn = (stack: Stack) => new EgressNetwork(stack, 'Egress', { audit: new AuditTrail(stack, 'Audit') });

  test('whatever uses its default group', () => {
    const stack = stackOf();
    const { vpc } = egressIn(stack);
    const groups = [(vpc as Vpc).vpcDefaultSecurityGroup];
    new CfnService(stack, 'Leak', {
      networkConfiguration: {
        awsvpcConfiguration: { subnets: vpc.publicSubnets.map((s) => s.subnetId), securityGroups: groups },
      },
    });
    expect(problemsOf(stack)).toEqual([expect.stringContaining('default security group')]);
  });

  test('whatever leaves its groups out', () => {
    const stack = stackOf();
    const { vpc } = egressIn(stack);
    new CfnNetworkInterface(stack, 'Leak', { subnetId: String(vpc.publicSubnets[0]?.subnetId) });
    expect(problemsOf(stack)).toEqual([expect.stringContaining('has no security group')]);
  });

  test('neither its own gateway nor what has a group of its own', () => {
    const stack = stackOf();
    const { vpc } = egressIn(stack);
    const groupSet = [new SecurityGroup(stack, 'Own', { vpc }).securityGroupId];
    new CfnNetworkInterface(stack, 'Interface', { subnetId: String(vpc.publicSubnets[0]?.subnetId), groupSet });
    expect(problemsOf(stack)).toEqual([]);
  });
});

test('two airlocks in one app do not disturb each other', () => {
  const app = new App();
  airlockIn(stackOf(app, 'One'));
  airlockIn(stackOf(app, 'Two'));
  expect(problemsOf(app)).toEqual([]);
});
