import { describe } from 'vitest';
import { findingRows } from '../finding-rows';
import { att, of, type Resources, ref, roomGateway, roomNat, roomRoute } from '../network/airlock';

const nat: Resources = {
  ...roomNat,
  ...roomRoute({ NatGatewayId: ref('RoomNat') }),
  Open: of('EC2::SecurityGroup', { GroupDescription: 'open', VpcId: ref('Room') }),
};
const role = (service: string): Resources => ({
  Role: of('IAM::Role', {
    AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }] },
    Policies: [
      {
        PolicyName: 'p',
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' }] },
      },
    ],
  }),
});
const inRoom = (subnets: string, groups: string, group = 'AgentGroup') => ({
  [subnets]: [ref('RoomSubnet')],
  [groups]: [ref(group)],
});
const is = (type: string, properties: Record<string, unknown>): Resources => ({ Agent: of(type, properties) });

describe('a function', () => {
  const vpc = (group?: string) => ({ VpcConfig: inRoom('SubnetIds', 'SecurityGroupIds', group) });
  const code = { Code: { ZipFile: 'exports.handler = async () => {}' }, Role: 'arn:aws:iam::123456789012:role/none' };
  const made = (more: Record<string, unknown>) => is('Lambda::Function', { Role: att('Role', 'Arn'), Code: code.Code, ...more });
  const harmless: Resources = {
    Role: of('IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      ManagedPolicyArns: [
        'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
        'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole',
      ],
    }),
  };
  findingRows([
    ['in the sealed subnet, with its basic role', { ...harmless, ...made(vpc()) }],
    ['outside every network', { ...harmless, ...made({}) }, 'NET-001'],
    [
      'with an empty list of subnets',
      { ...harmless, ...made({ VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } }) },
      'NET-001',
    ],
    ['with NAT', { ...nat, ...harmless, ...made(vpc('Open')) }, 'NET-001'],
    [
      'in a subnet that gives public addresses, which it never gets',
      {
        ...roomGateway,
        ...roomRoute({ GatewayId: ref('RoomGateway') }),
        ...harmless,
        ...made(vpc('Open')),
        Open: nat.Open,
        RoomSubnet: of('EC2::Subnet', { VpcId: ref('Room'), CidrBlock: '10.0.0.0/24', MapPublicIpOnLaunch: true }),
      },
    ],
    [
      "in a subnet that isn't in the inputs",
      { ...harmless, ...made({ VpcConfig: { SubnetIds: ['subnet-0123456789abcdef0'], SecurityGroupIds: [ref('AgentGroup')] } }) },
      'DNS-001?',
    ],
    ['with a role that reads secrets', { ...role('lambda.amazonaws.com'), ...made(vpc()) }, 'IAM-001'],
    [
      'with a key among its variables',
      { ...harmless, ...made({ ...vpc(), Environment: { Variables: { KEY: 'ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' } } }) },
      'SECRET-002',
    ],
    [
      'with a secret among its variables',
      { ...harmless, ...made({ ...vpc(), Environment: { Variables: { KEY: '{{resolve:secretsmanager:key}}' } } }) },
      'SECRET-001',
    ],
    [
      'with a key in its code',
      { ...harmless, ...made({ ...vpc(), Code: { ZipFile: 'const key = "sk-ant-api03-aaaaaaaaaaaaaa"' } }) },
      'SECRET-002',
    ],
  ]);
});

describe('a build project', () => {
  const vpc = (group?: string) => ({ VpcConfig: { VpcId: ref('Room'), ...inRoom('Subnets', 'SecurityGroupIds', group) } });
  const project = (more: Record<string, unknown>, environment: Record<string, unknown> = {}) =>
    is('CodeBuild::Project', { Environment: { Type: 'LINUX_CONTAINER', ...environment }, ...more });
  findingRows([
    ['in the sealed subnet', project(vpc())],
    ['outside every network', project({}), 'NET-001'],
    ['with NAT', { ...nat, ...project(vpc('Open')) }, 'NET-001'],
    ['in privileged mode', project(vpc(), { PrivilegedMode: true }), 'WORKLOAD-003'],
    [
      'with a role that reads secrets',
      { ...role('codebuild.amazonaws.com'), ...project({ ...vpc(), ServiceRole: att('Role', 'Arn') }) },
      'IAM-001',
    ],
    ['with a plain variable', project(vpc(), { EnvironmentVariables: [{ Name: 'A', Value: 'b' }] })],
    [
      'with a secret',
      project(vpc(), { EnvironmentVariables: [{ Name: 'A', Type: 'SECRETS_MANAGER', Value: 'key' }] }),
      'SECRET-001',
    ],
    [
      'with a parameter',
      project(vpc(), { EnvironmentVariables: [{ Name: 'A', Type: 'PARAMETER_STORE', Value: '/key' }] }),
      'SECRET-001',
    ],
    [
      'on a fleet outside',
      { ...project({}, { Fleet: { FleetArn: att('Fleet', 'Arn') } }), Fleet: of('CodeBuild::Fleet', {}) },
      'NET-001',
    ],
    [
      'on a fleet in the sealed subnet',
      {
        ...project({}, { Fleet: { FleetArn: att('Fleet', 'Arn') } }),
        Fleet: of('CodeBuild::Fleet', { FleetVpcConfig: vpc().VpcConfig }),
      },
    ],
  ]);
});

describe('an agent runtime', () => {
  const runtime = (NetworkConfiguration: Record<string, unknown>, more: Record<string, unknown> = {}) =>
    is('BedrockAgentCore::Runtime', { NetworkConfiguration, ...more });
  const vpc = (group?: string) => ({ NetworkMode: 'VPC', NetworkModeConfig: inRoom('Subnets', 'SecurityGroups', group) });
  const mode = { Mode: { Type: 'String', AllowedValues: ['PUBLIC', 'VPC'] } };
  findingRows([
    ['in the sealed subnet', runtime(vpc())],
    ['public', runtime({ NetworkMode: 'PUBLIC' }), 'NET-001'],
    ['with NAT', { ...nat, ...runtime(vpc('Open')) }, 'NET-001'],
    [
      'in a mode that somebody chooses',
      { resources: runtime({ ...vpc(), NetworkMode: ref('Mode') }), parameters: mode },
      'NET-001',
    ],
    ["in a mode that isn't in the inputs", runtime({ ...vpc(), NetworkMode: { 'Fn::ImportValue': 'mode' } }), 'NET-003?'],
    [
      'with a role that reads secrets',
      { ...role('bedrock-agentcore.amazonaws.com'), ...runtime(vpc(), { RoleArn: att('Role', 'Arn') }) },
      'IAM-001',
    ],
    [
      'with a key among its variables',
      runtime(vpc(), { EnvironmentVariables: { KEY: 'sk-ant-api03-aaaaaaaaaaaaaa' } }),
      'SECRET-002',
    ],
    [
      'a code interpreter in the sealed subnet',
      is('BedrockAgentCore::CodeInterpreterCustom', {
        NetworkConfiguration: { NetworkMode: 'VPC', VpcConfig: inRoom('Subnets', 'SecurityGroups') },
      }),
    ],
    [
      'a code interpreter in its sandbox',
      is('BedrockAgentCore::CodeInterpreterCustom', { NetworkConfiguration: { NetworkMode: 'SANDBOX' } }),
      'NET-001',
    ],
    ['a public browser', is('BedrockAgentCore::BrowserCustom', { NetworkConfiguration: { NetworkMode: 'PUBLIC' } }), 'NET-001'],
  ]);
});

describe('SageMaker', () => {
  const notebook = (more: Record<string, unknown>) =>
    is('SageMaker::NotebookInstance', { SubnetId: ref('RoomSubnet'), SecurityGroupIds: [ref('AgentGroup')], ...more });
  const domain = (more: Record<string, unknown>) =>
    is('SageMaker::Domain', {
      SubnetIds: [ref('RoomSubnet')],
      VpcId: ref('Room'),
      DefaultUserSettings: { SecurityGroups: [ref('AgentGroup')] },
      ...more,
    });
  const sageModel = (more: Record<string, unknown>) => is('SageMaker::Model', more);
  findingRows([
    ['a notebook in the sealed subnet', notebook({ DirectInternetAccess: 'Disabled' })],
    ['a notebook with direct access by default', notebook({}), 'NET-001'],
    [
      'a notebook with NAT',
      { ...nat, ...notebook({ DirectInternetAccess: 'Disabled', SecurityGroupIds: [ref('Open')] }) },
      'NET-001',
    ],
    ['a domain in the sealed subnet', domain({ AppNetworkAccessType: 'VpcOnly' })],
    ['a domain with public access by default', domain({}), 'NET-001'],
    ['a model in the sealed subnet', sageModel({ VpcConfig: inRoom('Subnets', 'SecurityGroupIds') })],
    ['a model without a network', sageModel({}), 'NET-001'],
    [
      'a model with a key',
      sageModel({
        VpcConfig: inRoom('Subnets', 'SecurityGroupIds'),
        PrimaryContainer: { Environment: { KEY: 'sk-ant-api03-aaaaaaaaaaaaaa' } },
      }),
      'SECRET-002',
    ],
  ]);
});

describe('a batch job', () => {
  const job = (container: Record<string, unknown>, platform = 'FARGATE'): Resources =>
    is('Batch::JobDefinition', {
      Type: 'container',
      PlatformCapabilities: [platform],
      ContainerProperties: { Image: 'i', ...container },
    });
  const room = (more: Record<string, unknown> = {}): Resources => ({
    Environment: of('Batch::ComputeEnvironment', {
      Type: 'MANAGED',
      ComputeResources: { Type: 'FARGATE', ...inRoom('Subnets', 'SecurityGroupIds'), ...more },
    }),
  });
  const gate: Resources = { ...roomGateway, ...roomRoute({ GatewayId: ref('RoomGateway') }), Open: nat.Open };
  findingRows([
    ['in the sealed subnet', { ...job({}), ...room() }],
    [
      'with a public address and an open group',
      { ...gate, ...job({ NetworkConfiguration: { AssignPublicIp: 'ENABLED' } }), ...room({ SecurityGroupIds: [ref('Open')] }) },
      'NET-001',
    ],
    [
      'with two environments, one of them with NAT',
      {
        ...nat,
        ...job({}),
        ...room(),
        Second: of('Batch::ComputeEnvironment', {
          Type: 'MANAGED',
          ComputeResources: { Type: 'FARGATE', ...inRoom('Subnets', 'SecurityGroupIds', 'Open') },
        }),
      },
      'NET-001',
    ],
    ["whose environment isn't in the inputs", job({}), 'NET-003?'],
    [
      'with a secret',
      { ...job({ Secrets: [{ Name: 'A', ValueFrom: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:k' }] }), ...room() },
      'SECRET-001',
    ],
    [
      'with a role that reads secrets',
      { ...role('ecs-tasks.amazonaws.com'), ...job({ JobRoleArn: att('Role', 'Arn') }), ...room() },
      'IAM-001',
    ],
    [
      'on instances with a role that reads secrets',
      {
        ...role('ec2.amazonaws.com'),
        Profile: of('IAM::InstanceProfile', { Roles: [ref('Role')] }),
        ...job({}, 'EC2'),
        ...room({ Type: 'EC2', InstanceRole: att('Profile', 'Arn') }),
      },
      'IAM-001',
      'WORKLOAD-003',
    ],
    ['privileged', { ...job({ Privileged: true }, 'EC2'), ...room({ Type: 'EC2' }) }, 'WORKLOAD-003'],
    [
      'named by its queue',
      {
        resources: {
          Job: (job({}) as Record<string, never>).Agent,
          ...room(),
          Agent: of('Batch::JobQueue', { ComputeEnvironmentOrder: [{ Order: 1, ComputeEnvironment: ref('Environment') }] }),
        },
      },
    ],
  ]);
});

describe('other services that run code', () => {
  const connector: Resources = { Connector: of('AppRunner::VpcConnector', inRoom('Subnets', 'SecurityGroups')) };
  const through = {
    NetworkConfiguration: { EgressConfiguration: { EgressType: 'VPC', VpcConnectorArn: att('Connector', 'VpcConnectorArn') } },
  };
  const glue: Resources = {
    Connection: of('Glue::Connection', {
      CatalogId: 'c',
      ConnectionInput: {
        Name: 'room',
        ConnectionType: 'NETWORK',
        PhysicalConnectionRequirements: { SubnetId: ref('RoomSubnet'), SecurityGroupIdList: [ref('AgentGroup')] },
      },
    }),
  };
  const emr = (more: Record<string, unknown> = {}) =>
    is('EMR::Cluster', {
      Instances: {
        Ec2SubnetId: ref('RoomSubnet'),
        EmrManagedMasterSecurityGroup: ref('AgentGroup'),
        EmrManagedSlaveSecurityGroup: ref('AgentGroup'),
        ...more,
      },
    });
  const cluster: Resources = {
    Cluster: of('EKS::Cluster', { Name: 'c', ResourcesVpcConfig: { SubnetIds: [ref('RoomSubnet')] } }),
  };
  findingRows([
    ['App Runner through a connector', { ...connector, ...is('AppRunner::Service', through) }],
    ['App Runner by default', is('AppRunner::Service', {}), 'NET-001'],
    [
      "App Runner through a connector that isn't in the inputs",
      is('AppRunner::Service', {
        NetworkConfiguration: { EgressConfiguration: { EgressType: 'VPC', VpcConnectorArn: 'arn:aws:apprunner:c' } },
      }),
      'NET-003?',
    ],
    [
      'App Runner with a secret',
      {
        ...connector,
        ...is('AppRunner::Service', {
          ...through,
          SourceConfiguration: {
            ImageRepository: {
              ImageConfiguration: { RuntimeEnvironmentSecrets: [{ Name: 'K', Value: 'arn:aws:secretsmanager:e:1:secret:k' }] },
            },
          },
        }),
      },
      'SECRET-001',
    ],
    ['a Glue job by a connection', { ...glue, ...is('Glue::Job', { Connections: { Connections: ['room'] } }) }],
    ['a Glue job without one', is('Glue::Job', {}), 'NET-001'],
    ['an EMR cluster in the sealed subnet', emr()],
    [
      'an EMR cluster whose groups EMR makes, without a way out',
      emr({ EmrManagedMasterSecurityGroup: undefined, EmrManagedSlaveSecurityGroup: undefined }),
    ],
    ['an EMR application outside', is('EMRServerless::Application', {}), 'NET-001'],
    [
      'an Airflow environment with NAT',
      { ...nat, ...is('MWAA::Environment', { NetworkConfiguration: inRoom('SubnetIds', 'SecurityGroupIds', 'Open') }) },
      'NET-001',
    ],
    ['a canary outside', is('Synthetics::Canary', {}), 'NET-001'],
    ['a Lightsail instance', is('Lightsail::Instance', {}), 'NET-001'],
    [
      'an EKS node group',
      { ...cluster, ...is('EKS::Nodegroup', { ClusterName: ref('Cluster'), Subnets: [ref('RoomSubnet')] }) },
      'NET-003?',
      'NET-004?',
    ],
    [
      'an EKS node group with NAT',
      {
        ...nat,
        ...cluster,
        ...is('EKS::Nodegroup', {
          ClusterName: ref('Cluster'),
          Subnets: [ref('RoomSubnet')],
          LaunchTemplate: { Id: ref('Template') },
        }),
        Template: of('EC2::LaunchTemplate', { LaunchTemplateData: { SecurityGroupIds: [ref('Open')] } }),
      },
      'NET-001',
      'NET-003?',
      'NET-004?',
    ],
    [
      'an EKS Fargate profile',
      { ...cluster, ...is('EKS::FargateProfile', { ClusterName: ref('Cluster'), Subnets: [ref('RoomSubnet')] }) },
      'NET-003?',
      'NET-004?',
    ],
  ]);
});

const toStore = (port: number): Resources => ({
  StoreGroup: of('EC2::SecurityGroup', { GroupDescription: 'store', VpcId: ref('Room') }),
  ToStore: of('EC2::SecurityGroupEgress', {
    GroupId: ref('AgentGroup'),
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    DestinationSecurityGroupId: ref('StoreGroup'),
  }),
  FromAgent: of('EC2::SecurityGroupIngress', {
    GroupId: ref('StoreGroup'),
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    SourceSecurityGroupId: ref('AgentGroup'),
  }),
});
const storeOut: Resources = { ...roomNat, ...roomRoute({ NatGatewayId: ref('RoomNat') }) };
const group = (type: string): Resources => ({ Subnets: of(type, { SubnetIds: [ref('RoomSubnet')] }) });
const database = (more: Record<string, unknown> = {}): Resources => ({
  ...toStore(5432),
  ...group('RDS::DBSubnetGroup'),
  Store: of('RDS::DBInstance', {
    Engine: 'postgres',
    DBSubnetGroupName: ref('Subnets'),
    VPCSecurityGroups: [ref('StoreGroup')],
    ...more,
  }),
});
const cache: Resources = {
  ...toStore(6379),
  ...group('ElastiCache::SubnetGroup'),
  Store: of('ElastiCache::ReplicationGroup', { CacheSubnetGroupName: ref('Subnets'), SecurityGroupIds: [ref('StoreGroup')] }),
};
const mount: Resources = {
  ...toStore(2049),
  Files: of('EFS::FileSystem', {}),
  Store: of('EFS::MountTarget', { FileSystemId: ref('Files'), SubnetId: ref('RoomSubnet'), SecurityGroups: [ref('StoreGroup')] }),
};

describe('what an agent keeps its data in', () => {
  findingRows([
    ['a database in the sealed network', database()],
    ['a database that NAT serves', { ...storeOut, ...database() }, 'NET-001?'],
    [
      'an Aurora instance that takes its groups from its cluster',
      {
        ...database(),
        Store: of('RDS::DBCluster', {
          Engine: 'aurora-postgresql',
          DBSubnetGroupName: ref('Subnets'),
          VpcSecurityGroupIds: [ref('StoreGroup')],
        }),
        Writer: of('RDS::DBInstance', { Engine: 'aurora-postgresql', DBClusterIdentifier: ref('Store') }),
      },
    ],
    ['a cache that NAT serves, and that opens no connections', { ...storeOut, ...cache }],
    ['a file system', mount],
    [
      'a file system that the proxy mounts',
      {
        ...mount,
        Proxy: of('ECS::Service', {
          TaskDefinition: ref('ProxyTask'),
          LaunchType: 'FARGATE',
          NetworkConfiguration: {
            AwsvpcConfiguration: { Subnets: [ref('ProxySubnet')], SecurityGroups: [ref('ProxyGroup')] },
          },
          LoadBalancers: [{ ContainerName: 'envoy', ContainerPort: 3128, TargetGroupArn: ref('Proxies') }],
        }),
        ProxyTask: of('ECS::TaskDefinition', {
          NetworkMode: 'awsvpc',
          ContainerDefinitions: [{ Name: 'envoy', Image: 'envoy' }],
          Volumes: [{ Name: 'f', EFSVolumeConfiguration: { FilesystemId: { 'Fn::GetAtt': ['Files', 'FileSystemId'] } } }],
        }),
        Proxies: of('ElasticLoadBalancingV2::TargetGroup', {
          VpcId: ref('Outer'),
          TargetType: 'ip',
          Port: 3128,
          Protocol: 'TCP',
        }),
      },
      'WORKLOAD-001',
    ],
  ]);
});
