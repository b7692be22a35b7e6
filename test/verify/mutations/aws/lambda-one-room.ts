import { agentGroup, entry, nowhere, port, prefixLists, publicPart, readingRole, sealedRoom, trust } from './rooms';
import { att, type Body, type Fixture, ref, sub } from './site';

/** A function without a network of its own code's choosing, and a Fargate proxy behind an internal load balancer of the same network. */
const body = (): Body => ({
  Mappings: prefixLists,
  Resources: {
    ...sealedRoom(),
    ...agentGroup('Room', att('BalancerGroup', 'GroupId')),
    AgentRole: entry('IAM::Role', {
      AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
      ManagedPolicyArns: [sub('arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole')],
    }),
    Agent: entry('Lambda::Function', {
      ...{ Runtime: 'python3.12', Handler: 'index.handler', Role: att('AgentRole', 'Arn') },
      Code: { ZipFile: 'def handler(event, context): return 1' },
      VpcConfig: { SubnetIds: [ref('SubnetA'), ref('SubnetB')], SecurityGroupIds: [att('AgentGroup', 'GroupId')] },
      Environment: { Variables: { HTTPS_PROXY: sub('http://${Balancer.DNSName}:3128') } },
    }),
    ...publicPart('Room', '10.0.9.0/24'),
    BalancerGroup: entry('EC2::SecurityGroup', {
      ...{ GroupDescription: 'balancer', VpcId: ref('Room') },
      SecurityGroupEgress: [{ ...port(3128), DestinationSecurityGroupId: att('ProxyGroup', 'GroupId') }],
      SecurityGroupIngress: [{ ...port(3128), SourceSecurityGroupId: att('AgentGroup', 'GroupId') }],
    }),
    Balancer: entry('ElasticLoadBalancingV2::LoadBalancer', {
      ...{ Type: 'network', Scheme: 'internal', Subnets: [ref('SubnetA'), ref('SubnetB')] },
      SecurityGroups: [att('BalancerGroup', 'GroupId')],
    }),
    Listener: entry('ElasticLoadBalancingV2::Listener', {
      ...{ LoadBalancerArn: ref('Balancer'), Port: 3128, Protocol: 'TCP' },
      DefaultActions: [{ Type: 'forward', TargetGroupArn: ref('Targets') }],
    }),
    Targets: entry('ElasticLoadBalancingV2::TargetGroup', {
      ...{ VpcId: ref('Room'), TargetType: 'ip', Port: 3128, Protocol: 'TCP' },
    }),
    ProxyGroup: entry('EC2::SecurityGroup', {
      ...{ GroupDescription: 'proxy', VpcId: ref('Room') },
      SecurityGroupEgress: [{ ...port(443), CidrIp: '0.0.0.0/0' }],
    }),
    ProxyFromBalancer: entry('EC2::SecurityGroupIngress', {
      ...{ GroupId: att('ProxyGroup', 'GroupId'), ...port(3128) },
      SourceSecurityGroupId: att('BalancerGroup', 'GroupId'),
    }),
    ProxyRole: readingRole('ecs-tasks.amazonaws.com'),
    ProxyTask: entry('ECS::TaskDefinition', {
      ...{ RequiresCompatibilities: ['FARGATE'], NetworkMode: 'awsvpc', Cpu: '256', Memory: '512' },
      ...{ TaskRoleArn: att('ProxyRole', 'Arn'), ExecutionRoleArn: att('ProxyRole', 'Arn') },
      ContainerDefinitions: [{ Name: 'proxy', Image: 'public.ecr.aws/envoy:v1', PortMappings: [{ ContainerPort: 3128 }] }],
    }),
    Cluster: entry('ECS::Cluster', {}),
    Proxy: entry('ECS::Service', {
      ...{ Cluster: ref('Cluster'), TaskDefinition: ref('ProxyTask'), LaunchType: 'FARGATE' },
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          ...{ AssignPublicIp: 'ENABLED', Subnets: [ref('PublicSubnet')], SecurityGroups: [att('ProxyGroup', 'GroupId')] },
        },
      },
      LoadBalancers: [{ ContainerName: 'proxy', ContainerPort: 3128, TargetGroupArn: ref('Targets') }],
    }),
    Unused: entry('EC2::SecurityGroup', { GroupDescription: 'nobody', VpcId: ref('Room'), SecurityGroupEgress: nowhere }),
  },
});

export const lambdaOneRoom: Fixture = {
  name: 'a function behind an internal load balancer',
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
    ...{ secret: 'Secret', proxyRole: 'ProxyRole', proxyVpc: 'Room', proxySubnet: 'PublicSubnet', proxyGroup: 'ProxyGroup' },
  },
  groups: (site) => site.properties('Agent').VpcConfig.SecurityGroupIds,
  subnets: (site) => site.properties('Agent').VpcConfig.SubnetIds,
  give: (site, name, value) => {
    site.properties('Agent').Environment.Variables[name] = value;
    return 'Agent';
  },
  dualStack: (site) => {
    site.properties('Agent').VpcConfig.Ipv6AllowedForDualStack = true;
  },
};
