import { describe, expect, test } from 'vitest';
import { att, of, type Resources, ref } from './airlock';
import { judgeRows } from './judge-rows';
import { judged, type Row } from './judged';

const balancer = (properties: Record<string, unknown>): Resources => ({
  Balancer: of('ElasticLoadBalancingV2::LoadBalancer', {
    Type: 'network',
    Scheme: 'internal',
    Subnets: [ref('ProxySubnet')],
    SecurityGroups: [ref('BalancerGroup')],
    ...properties,
  }),
});
const balancerIngress = (rule: Record<string, unknown> | undefined): Resources => ({
  BalancerGroup: of('EC2::SecurityGroup', {
    GroupDescription: 'balancer',
    VpcId: ref('Outer'),
    SecurityGroupIngress: rule ? [rule] : [],
  }),
});
const publicly = balancerIngress({ IpProtocol: 'tcp', FromPort: 3128, ToPort: 3128, CidrIp: '0.0.0.0/0' });
const principals = (...AllowedPrincipals: unknown[]): Resources => ({
  DoorPermissions: of('EC2::VPCEndpointServicePermissions', { ServiceId: ref('DoorService'), AllowedPrincipals }),
});
const service = (properties: Record<string, unknown>): Resources => ({
  DoorService: of('EC2::VPCEndpointService', {
    NetworkLoadBalancerArns: [ref('Balancer')],
    AcceptanceRequired: false,
    ...properties,
  }),
});
const targets = (properties: Record<string, unknown>): Resources => ({
  Proxies: of('ElasticLoadBalancingV2::TargetGroup', { VpcId: ref('Outer'), Port: 3128, Protocol: 'TCP', ...properties }),
});
/** Another host behind the door, which relays. */
const other: Resources = {
  Other: of('EC2::Instance', { SubnetId: ref('ProxySubnet'), SecurityGroupIds: [ref('ProxyGroup')] }),
};
/** Another host, which may send anything. */
const caller: Resources = {
  CallerGroup: of('EC2::SecurityGroup', { GroupDescription: 'caller', VpcId: ref('Outer') }),
  Caller: of('EC2::Instance', { SubnetId: ref('ProxySubnet'), SecurityGroupIds: [ref('CallerGroup')] }),
};
const secondListener = (properties: Record<string, unknown>): Resources => ({
  Second: of('ElasticLoadBalancingV2::Listener', {
    LoadBalancerArn: ref('Balancer'),
    Port: 3128,
    Protocol: 'TCP',
    DefaultActions: [{ Type: 'forward', TargetGroupArn: ref('Others') }],
    ...properties,
  }),
  Others: of('ElasticLoadBalancingV2::TargetGroup', {
    VpcId: ref('Outer'),
    Port: 3128,
    Protocol: 'TCP',
    Targets: [{ Id: ref('Other') }],
  }),
});
const unfiltered = { SecurityGroups: undefined };
const proxyFrom = (CidrIp: string): Resources => ({
  ProxyFromSubnet: of('EC2::SecurityGroupIngress', {
    GroupId: ref('ProxyGroup'),
    IpProtocol: 'tcp',
    FromPort: 3128,
    ToPort: 3128,
    CidrIp,
  }),
});

const rows: readonly Row[] = [
  ['a door to the proxy', {}, 'proven'],
  ['a load balancer without groups', { ...balancer(unfiltered), ...proxyFrom('10.1.1.0/24') }, 'proven'],
  [
    'a load balancer that faces the internet',
    { ...balancer({ Scheme: 'internet-facing' }), ...publicly },
    'refuted',
    'in internet',
  ],
  [
    'a load balancer that faces the internet because nothing else is said',
    { ...balancer({ Scheme: undefined }), ...publicly },
    'refuted',
    'in internet',
  ],
  ['a load balancer that faces the internet behind a group for the door', balancer({ Scheme: 'internet-facing' }), 'proven'],
  [
    'a load balancer that faces the internet in a network without a gateway',
    { ...balancer({ Scheme: 'internet-facing' }), ...publicly, GatewayAtOuter: undefined },
    'proven',
  ],
  [
    'a listener rule to another host',
    {
      ...other,
      Rule: of('ElasticLoadBalancingV2::ListenerRule', {
        ListenerArn: ref('Listener'),
        Priority: 1,
        Conditions: [],
        Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: ref('Others') }] } }],
      }),
      Others: secondListener({}).Others,
    },
    'refuted',
    'internet',
  ],
  ['a second listener to another host', { ...other, ...secondListener({}) }, 'refuted', 'internet'],
  ["a second listener that the door's group doesn't let through", { ...other, ...secondListener({ Port: 22 }) }, 'proven'],
  [
    "a target by the proxy's address",
    { ...targets({ TargetType: 'ip', Targets: [{ Id: att('Proxy', 'PrivateIp'), Port: 3128 }] }) },
    'proven',
  ],
  ['a target by an address that no host has', { ...targets({ TargetType: 'ip', Targets: [{ Id: '10.1.1.77' }] }) }, 'unknown'],
  [
    'a target at another port',
    {
      ...targets({ Targets: [{ Id: ref('Proxy'), Port: 9901 }] }),
      Admin: of('EC2::SecurityGroupIngress', {
        GroupId: ref('ProxyGroup'),
        IpProtocol: 'tcp',
        FromPort: 9901,
        ToPort: 9901,
        SourceSecurityGroupId: ref('BalancerGroup'),
      }),
    },
    'refuted',
    'proxy-other-port',
  ],
  ['a target at a port that its group closes', targets({ Targets: [{ Id: ref('Proxy'), Port: 9901 }] }), 'proven'],
  [
    'a target group from outside',
    {
      Listener: of('ElasticLoadBalancingV2::Listener', {
        LoadBalancerArn: ref('Balancer'),
        Port: 3128,
        Protocol: 'TCP',
        DefaultActions: [
          { Type: 'forward', TargetGroupArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/x/0abc' },
        ],
      }),
    },
    'unknown',
  ],
  [
    'a load balancer from outside',
    service({ NetworkLoadBalancerArns: ['arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/x/0abc'] }),
    'unknown',
  ],

  ['a service for anybody', principals('*'), 'refuted', 'in foreign-account'],
  ["a service for another account's root", { ...principals('arn:aws:iam::111122223333:root') }, 'unknown'],
  ['a service for anybody, by hand', { ...principals('*'), ...service({ AcceptanceRequired: true }) }, 'unknown'],
  ['a service for a principal from outside', principals({ 'Fn::ImportValue': 'principal' }), 'unknown'],
  ['a service for nobody', { DoorPermissions: undefined }, 'proven'],
  [
    'a service for a role of the inputs',
    { ...principals(att('Role', 'Arn')), Role: of('IAM::Role', { AssumeRolePolicyDocument: {} }) },
    'proven',
  ],

  ['a load balancer whose group lets nobody in', balancerIngress(undefined), 'proven'],
  [
    "a load balancer whose group doesn't count for the door",
    {
      ...balancerIngress(undefined),
      ...balancer({ EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off' }),
      ...other,
      ...secondListener({}),
    },
    'refuted',
    'internet',
  ],
  [
    "another host beside a load balancer whose group doesn't count for the door, and lets nobody else in",
    { ...balancerIngress(undefined), ...balancer({ EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off' }), ...caller },
    'proven',
  ],
  [
    'the same with a peering to a network from outside',
    {
      ...balancerIngress(undefined),
      ...balancer({ EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off' }),
      Peering: of('EC2::VPCPeeringConnection', { VpcId: ref('Outer'), PeerVpcId: 'vpc-0abc' }),
      ToPeer: of('EC2::Route', {
        RouteTableId: ref('ProxyTable'),
        DestinationCidrBlock: '10.9.0.0/16',
        VpcPeeringConnectionId: ref('Peering'),
      }),
    },
    'proven',
  ],
  [
    "another host beside a load balancer whose group doesn't count for the door, and lets it in",
    {
      ...balancerIngress({ IpProtocol: 'tcp', FromPort: 3128, ToPort: 3128, CidrIp: '10.1.0.0/16' }),
      ...balancer({ EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off' }),
      ...caller,
    },
    'refuted',
    'in workload',
  ],
  [
    "a service for anybody, whose load balancer's group doesn't count for the door",
    {
      ...balancerIngress(undefined),
      ...balancer({ EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off' }),
      ...principals('*'),
    },
    'refuted',
    'in foreign-account',
  ],
  [
    "another host that may use the door to a load balancer whose group doesn't count for it",
    {
      ...balancerIngress(undefined),
      ...balancer({ EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off' }),
      Beside: of('EC2::Instance', { SubnetId: ref('RoomSubnet'), SecurityGroupIds: [ref('AgentGroup')] }),
    },
    'refuted',
    'in workload',
  ],

  ['an address of its own for the proxy', { Own: of('EC2::EIP', { InstanceId: ref('Proxy') }) }, 'proven'],
  [
    'an address of its own for a proxy that anybody may ask',
    {
      Own: of('EC2::EIP', { InstanceId: ref('Proxy') }),
      Open: of('EC2::SecurityGroupIngress', {
        GroupId: ref('ProxyGroup'),
        IpProtocol: 'tcp',
        FromPort: 3128,
        ToPort: 3128,
        CidrIp: '0.0.0.0/0',
      }),
      ProxyDefault: of('EC2::Route', {
        RouteTableId: ref('ProxyTable'),
        DestinationCidrBlock: '0.0.0.0/0',
        GatewayId: ref('Gateway'),
      }),
    },
    'refuted',
    'in internet',
  ],
  ['another host beside the proxy', other, 'proven'],
  ['another host that may ask the proxy', { ...caller, ...proxyFrom('10.1.0.0/16') }, 'refuted', 'in workload'],
  [
    'an accelerator in front of the load balancer',
    {
      ...publicly,
      Front: of('GlobalAccelerator::EndpointGroup', {
        EndpointGroupRegion: 'eu-west-1',
        ListenerArn: 'x',
        EndpointConfigurations: [{ EndpointId: ref('Balancer') }],
      }),
    },
    'refuted',
    'in internet',
  ],
  [
    'an accelerator in front of a load balancer for the door',
    {
      Front: of('GlobalAccelerator::EndpointGroup', {
        EndpointGroupRegion: 'eu-west-1',
        ListenerArn: 'x',
        EndpointConfigurations: [{ EndpointId: ref('Balancer') }],
      }),
    },
    'proven',
  ],
  [
    'a content origin in front of the load balancer',
    { ...publicly, Front: of('CloudFront::VpcOrigin', { VpcOriginEndpointConfig: { Arn: ref('Balancer'), Name: 'x' } }) },
    'refuted',
    'in internet',
  ],
  [
    'an API in front of the load balancer',
    { ...publicly, Front: of('ApiGateway::VpcLink', { Name: 'x', TargetArns: [ref('Balancer')] }) },
    'refuted',
    'in internet',
  ],
];

describe('the proxy behind', () => judgeRows(rows));

const classic = (properties: Record<string, unknown>): Resources => ({
  ClassicGroup: of('EC2::SecurityGroup', {
    GroupDescription: 'classic',
    VpcId: ref('Outer'),
    SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '0.0.0.0/0' }],
  }),
  FromClassic: of('EC2::SecurityGroupIngress', {
    GroupId: ref('ProxyGroup'),
    IpProtocol: 'tcp',
    FromPort: 3128,
    ToPort: 3128,
    SourceSecurityGroupId: ref('ClassicGroup'),
  }),
  Classic: of('ElasticLoadBalancing::LoadBalancer', {
    Subnets: [ref('PublicSubnet')],
    SecurityGroups: [ref('ClassicGroup')],
    Instances: [ref('Proxy')],
    Listeners: [{ LoadBalancerPort: '80', InstancePort: '3128', Protocol: 'TCP' }],
    ...properties,
  }),
});

describe('a classic load balancer in front of the proxy', () => {
  test.each([
    ['for the internet', {}, 'refuted'],
    ['for the network alone', { Scheme: 'internal' }, 'proven'],
    [
      'to a port that the proxy closes',
      { Listeners: [{ LoadBalancerPort: '80', InstancePort: '9', Protocol: 'TCP' }] },
      'proven',
    ],
    ['without instances', { Instances: [] }, 'proven'],
  ] as const)('%s', (_, properties, verdict) => {
    const found = judged(classic(properties));
    expect(found.verdict, JSON.stringify(found)).toBe(verdict);
  });
});
