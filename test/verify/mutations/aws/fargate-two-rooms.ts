import { agentGroup, entry, nowhere, port, prefixLists, publicPart, readingRole, sealedRoom, trust } from './rooms';
import { att, type Body, type Fixture, ref, sub } from './site';

const image = sub('${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/image@sha256:0');

const service = (task: string, subnets: unknown[], group: string, more: Record<string, unknown> = {}) =>
  entry('ECS::Service', {
    Cluster: ref('Cluster'),
    TaskDefinition: ref(task),
    LaunchType: 'FARGATE',
    DesiredCount: 1,
    NetworkConfiguration: {
      AwsvpcConfiguration: { AssignPublicIp: 'DISABLED', Subnets: subnets, SecurityGroups: [att(group, 'GroupId')] },
    },
    ...more,
  });

const task = (role: string, container: Record<string, unknown>) =>
  entry('ECS::TaskDefinition', {
    ...{ RequiresCompatibilities: ['FARGATE'], NetworkMode: 'awsvpc', Cpu: '256', Memory: '512' },
    TaskRoleArn: att(role, 'Arn'),
    ExecutionRoleArn: att('ExecutionRole', 'Arn'),
    ContainerDefinitions: [{ Image: image, Essential: true, ...container }],
  });

/** The agents' service in one network, the proxies' in another, and PrivateLink between them. */
const body = (): Body => ({
  Mappings: prefixLists,
  Resources: {
    ...sealedRoom(),
    ...agentGroup('Room', att('DoorGroup', 'GroupId')),
    Cluster: entry('ECS::Cluster', {}),
    ExecutionRole: entry('IAM::Role', {
      AssumeRolePolicyDocument: trust('ecs-tasks.amazonaws.com'),
      ManagedPolicyArns: [sub('arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy')],
    }),
    AgentRole: entry('IAM::Role', { AssumeRolePolicyDocument: trust('ecs-tasks.amazonaws.com') }),
    AgentTask: task('AgentRole', { Name: 'agent', Environment: [{ Name: 'HTTPS_PROXY', Value: 'http://door:3128' }] }),
    Agent: service('AgentTask', [ref('SubnetA'), ref('SubnetB')], 'AgentGroup'),
    DoorGroup: entry('EC2::SecurityGroup', {
      ...{ GroupDescription: 'door', VpcId: ref('Room'), SecurityGroupEgress: nowhere },
      SecurityGroupIngress: [{ ...port(3128), SourceSecurityGroupId: att('AgentGroup', 'GroupId') }],
    }),
    Door: entry('EC2::VPCEndpoint', {
      ...{ VpcId: ref('Room'), VpcEndpointType: 'Interface', PrivateDnsEnabled: false },
      ServiceName: sub('com.amazonaws.vpce.${AWS::Region}.${DoorService}'),
      SubnetIds: [ref('SubnetA'), ref('SubnetB')],
      SecurityGroupIds: [att('DoorGroup', 'GroupId')],
    }),
    DoorService: entry('EC2::VPCEndpointService', {
      NetworkLoadBalancerArns: [ref('Balancer')],
      AcceptanceRequired: false,
    }),
    DoorPermissions: entry('EC2::VPCEndpointServicePermissions', {
      ServiceId: ref('DoorService'),
      AllowedPrincipals: [sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root')],
    }),
    Outer: entry('EC2::VPC', { CidrBlock: '10.1.0.0/16' }),
    ...publicPart('Outer', '10.1.1.0/24'),
    NatAddress: entry('EC2::EIP', { Domain: 'vpc' }),
    Nat: entry('EC2::NatGateway', { SubnetId: ref('PublicSubnet'), AllocationId: att('NatAddress', 'AllocationId') }),
    ProxySubnet: entry('EC2::Subnet', { VpcId: ref('Outer'), CidrBlock: '10.1.2.0/24' }),
    ProxyTable: entry('EC2::RouteTable', { VpcId: ref('Outer') }),
    ProxyTableAtSubnet: entry('EC2::SubnetRouteTableAssociation', {
      SubnetId: ref('ProxySubnet'),
      RouteTableId: ref('ProxyTable'),
    }),
    ProxyRoute: entry('EC2::Route', {
      RouteTableId: ref('ProxyTable'),
      DestinationCidrBlock: '0.0.0.0/0',
      NatGatewayId: ref('Nat'),
    }),
    BalancerGroup: entry('EC2::SecurityGroup', {
      ...{ GroupDescription: 'balancer', VpcId: ref('Outer') },
      SecurityGroupEgress: [{ ...port(3128), DestinationSecurityGroupId: att('ProxyGroup', 'GroupId') }],
    }),
    Balancer: entry('ElasticLoadBalancingV2::LoadBalancer', {
      ...{ Type: 'network', Scheme: 'internal', Subnets: [ref('ProxySubnet')] },
      SecurityGroups: [att('BalancerGroup', 'GroupId')],
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
    }),
    Listener: entry('ElasticLoadBalancingV2::Listener', {
      ...{ LoadBalancerArn: ref('Balancer'), Port: 3128, Protocol: 'TCP' },
      DefaultActions: [{ Type: 'forward', TargetGroupArn: ref('Targets') }],
    }),
    Targets: entry('ElasticLoadBalancingV2::TargetGroup', {
      ...{ VpcId: ref('Outer'), TargetType: 'ip', Port: 3128, Protocol: 'TCP' },
    }),
    ProxyGroup: entry('EC2::SecurityGroup', {
      ...{ GroupDescription: 'proxy', VpcId: ref('Outer') },
      SecurityGroupEgress: [{ ...port(443), CidrIp: '0.0.0.0/0' }],
    }),
    ProxyFromBalancer: entry('EC2::SecurityGroupIngress', {
      ...{ GroupId: att('ProxyGroup', 'GroupId'), ...port(3128) },
      SourceSecurityGroupId: att('BalancerGroup', 'GroupId'),
    }),
    ProxyRole: readingRole('ecs-tasks.amazonaws.com'),
    ProxyTask: task('ProxyRole', { Name: 'proxy', PortMappings: [{ ContainerPort: 3128, Protocol: 'tcp' }] }),
    Proxy: service('ProxyTask', [ref('ProxySubnet')], 'ProxyGroup', {
      LoadBalancers: [{ ContainerName: 'proxy', ContainerPort: 3128, TargetGroupArn: ref('Targets') }],
    }),
  },
});

export const fargateTwoRooms: Fixture = {
  name: 'a Fargate service behind a PrivateLink door',
  body,
  ports: [3128],
  names: {
    ...{ agent: 'Agent', proxy: 'Proxy', vpc: 'Room', subnets: ['SubnetA', 'SubnetB'], tables: ['TableA', 'TableB'] },
    ...{
      group: 'AgentGroup',
      role: 'AgentRole',
      s3: 'S3',
      toS3: 'AgentToS3',
      block: '10.0',
      domains: 'Domains',
      rules: 'Rules',
      association: 'RulesAtRoom',
    },
    ...{ secret: 'Secret', proxyRole: 'ProxyRole', proxyVpc: 'Outer', proxySubnet: 'ProxySubnet', proxyGroup: 'ProxyGroup' },
  },
  groups: (site) => site.properties('Agent').NetworkConfiguration.AwsvpcConfiguration.SecurityGroups,
  subnets: (site) => site.properties('Agent').NetworkConfiguration.AwsvpcConfiguration.Subnets,
  give: (site, Name, Value) => {
    site.properties('AgentTask').ContainerDefinitions[0].Environment.push({ Name, Value });
    return 'AgentTask';
  },
};
