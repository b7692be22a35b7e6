import { describe, expect, test } from 'vitest';
import { findingRows } from '../finding-rows';
import { type FindingRow, model } from '../findings';
import { att, of, type Resources, ref, roomGateway, roomRoute } from '../network/airlock';

const without: Resources = { Agent: undefined };
const container = (more: Record<string, unknown> = {}) => ({ Name: 'agent', Image: 'agent', ...more });
const task = (containers: Record<string, unknown>[] = [container()], more: Record<string, unknown> = {}): Resources => ({
  Task: of('ECS::TaskDefinition', {
    NetworkMode: 'awsvpc',
    RequiresCompatibilities: ['FARGATE'],
    Family: 'agents',
    ContainerDefinitions: containers,
    ...more,
  }),
});
const place = (more: Record<string, unknown> = {}) => ({
  Subnets: [ref('RoomSubnet')],
  SecurityGroups: [ref('AgentGroup')],
  ...more,
});
const network = (more?: Record<string, unknown>) => ({ AwsvpcConfiguration: place(more) });
const service = (more: Record<string, unknown> = {}): Resources => ({
  Agent: of('ECS::Service', {
    TaskDefinition: ref('Task'),
    LaunchType: 'FARGATE',
    Cluster: ref('Cluster'),
    NetworkConfiguration: network(),
    ...more,
  }),
  Cluster: of('ECS::Cluster', { ClusterName: 'agents' }),
});
const running = (containers?: Record<string, unknown>[], more?: Record<string, unknown>): Resources => ({
  ...task(containers, more),
  ...service(),
});
const openGroup: Resources = { Open: of('EC2::SecurityGroup', { GroupDescription: 'open', VpcId: ref('Room') }) };
const wayOut: Resources = { ...roomGateway, ...roomRoute({ GatewayId: ref('RoomGateway') }), ...openGroup };
const open = { SecurityGroups: [ref('Open')], AssignPublicIp: 'ENABLED' };
const role = (name: string, resource = '*'): Resources => ({
  [name]: of('IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [
        { Effect: 'Allow', Principal: { Service: ['ecs-tasks.amazonaws.com', 'ec2.amazonaws.com'] }, Action: 'sts:AssumeRole' },
      ],
    },
    Policies: [
      {
        PolicyName: 'p',
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: resource }] },
      },
    ],
  }),
});
const environment = (Value: unknown, Name = 'VALUE') => running([container({ Environment: [{ Name, Value }] })]);

describe('a service on Fargate', () => {
  findingRows([
    ['in the sealed subnet', running()],
    [
      'with a public address and a closed group',
      { ...running(), ...wayOut, ...service({ NetworkConfiguration: network({ AssignPublicIp: 'ENABLED' }) }) },
    ],
    [
      'with a public address, an open group and a gateway',
      { ...running(), ...wayOut, ...service({ NetworkConfiguration: network(open) }) },
      'NET-001',
    ],
    [
      'without a public address in a subnet that gives one',
      {
        ...running(),
        ...wayOut,
        ...service({ NetworkConfiguration: network({ SecurityGroups: [ref('Open')] }) }),
        RoomSubnet: of('EC2::Subnet', { VpcId: ref('Room'), CidrBlock: '10.0.0.0/24', MapPublicIpOnLaunch: true }),
      },
    ],
    ['with ECS Exec', { ...running(), ...service({ EnableExecuteCommand: true }) }, 'WORKLOAD-002'],
    ["whose task definition isn't in the inputs", service({ TaskDefinition: 'agents-of-others:3' }), 'NET-004?'],
    ['whose task definition is named by its family', { ...task(), ...service({ TaskDefinition: 'agents' }) }],
    [
      'with a role that reads secrets',
      { ...role('Role'), ...running(undefined, { TaskRoleArn: att('Role', 'Arn') }) },
      'IAM-001',
    ],
    [
      'with an execution role that reads secrets',
      { ...role('Role'), ...running(undefined, { ExecutionRoleArn: att('Role', 'Arn') }) },
    ],
    [
      "with a role that isn't in the inputs",
      running(undefined, { TaskRoleArn: 'arn:aws:iam::123456789012:role/agents' }),
      'IAM-001?',
    ],
    [
      'with a role by an ARN around a reference',
      { ...role('Role'), ...running(undefined, { TaskRoleArn: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/${Role}' } }) },
      'IAM-001',
    ],
    ['with a secret', running([container({ Secrets: [{ Name: 'KEY', ValueFrom: ref('Secret') }] })]), 'SECRET-001'],
    [
      'with a secret of a parameter outside the inputs',
      running([container({ Secrets: [{ Name: 'KEY', ValueFrom: 'arn:aws:ssm:eu-west-1:123456789012:parameter/key' }] })]),
      'SECRET-001',
    ],
    [
      'with a plain parameter',
      {
        ...running([container({ Secrets: [{ Name: 'REGION', ValueFrom: ref('Plain') }] })]),
        Plain: of('SSM::Parameter', { Type: 'String', Value: 'eu-west-1' }),
      },
    ],
    [
      'with a secret in a sidecar',
      running([container(), { Name: 'side', Image: 'side', Secrets: [{ Name: 'KEY', ValueFrom: ref('Secret') }] }]),
      'SECRET-001',
    ],
    [
      "with a registry's credentials, which the agent doesn't see",
      running([container({ RepositoryCredentials: { CredentialsParameter: ref('Secret') } })]),
    ],
    [
      'with an environment file',
      running([container({ EnvironmentFiles: [{ Type: 's3', Value: 'arn:aws:s3:::b/agent.env' }] })]),
      'SECRET-001?',
    ],
    ['with a key in its environment', environment('ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'), 'SECRET-002'],
    ['with the placeholder in its environment', environment('airlock-placeholder', 'ANTHROPIC_API_KEY')],
    [
      'with a dynamic reference in its environment',
      environment('{{resolve:secretsmanager:key:SecretString:value}}'),
      'SECRET-001',
    ],
    ['with a plain dynamic reference in its environment', environment('{{resolve:ssm:/plain}}')],
    [
      'with a NoEcho parameter in its environment',
      { resources: environment(ref('Key')), parameters: { Key: { Type: 'String', NoEcho: true } } },
      'SECRET-001',
    ],
    [
      'with an open parameter in its environment',
      { resources: environment(ref('Level')), parameters: { Level: { Type: 'String' } } },
    ],
    [
      'with a key in its command',
      running([container({ Command: ['run', '--key', 'sk-ant-api03-aaaaaaaaaaaaaaaa'] })]),
      'SECRET-002',
    ],
    [
      'with an access key of the inputs in its environment',
      {
        ...environment(att('UserKey', 'SecretAccessKey')),
        User: of('IAM::User', {}),
        UserKey: of('IAM::AccessKey', { UserName: ref('User') }),
      },
      'SECRET-001',
    ],
  ]);
});

const onInstances = (
  mode: string | undefined,
  hostMore: Record<string, unknown> = {},
  taskMore: Record<string, unknown> = {},
): Resources => ({
  ...task(undefined, { NetworkMode: mode, RequiresCompatibilities: ['EC2'], ...taskMore }),
  ...service({ LaunchType: 'EC2', ...(mode === 'awsvpc' ? {} : { NetworkConfiguration: undefined }) }),
  HostGroup: of('EC2::SecurityGroup', {
    GroupDescription: 'hosts',
    VpcId: ref('Room'),
    SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32' }],
  }),
  Hosts: of('AutoScaling::AutoScalingGroup', {
    VPCZoneIdentifier: [ref('RoomSubnet')],
    LaunchTemplate: { LaunchTemplateId: ref('HostTemplate'), Version: '1' },
  }),
  HostTemplate: of('EC2::LaunchTemplate', {
    LaunchTemplateData: {
      SecurityGroupIds: [ref(mode === 'awsvpc' || mode === 'none' ? 'HostGroup' : 'AgentGroup')],
      UserData: { 'Fn::Base64': { 'Fn::Sub': 'echo ECS_CLUSTER=${Cluster} >> /etc/ecs/ecs.config' } },
      ...hostMore,
    },
  }),
});
const hostRole: Resources = { ...role('HostRole'), HostProfile: of('IAM::InstanceProfile', { Roles: [ref('HostRole')] }) };
const withRole = { IamInstanceProfile: { Name: ref('HostProfile') } };
const oneHop = { MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 } };
const runs = (...commands: string[]) => ({
  UserData: { 'Fn::Base64': { 'Fn::Sub': ['echo ECS_CLUSTER=${Cluster} >> /etc/ecs/ecs.config', ...commands].join('\n') } },
});
const joins = (...settings: string[]) => runs(...settings.map((setting) => `echo "${setting}" >> /etc/ecs/ecs.config`));
const blocked = joins('ECS_AWSVPC_BLOCK_IMDS=true');

describe('a service on instances', () => {
  findingRows([
    ['with an interface of its own', onInstances('awsvpc')],
    ["on its hosts' bridge", onInstances('bridge')],
    ['with the default network mode', onInstances(undefined)],
    ['without a network', onInstances('none'), 'NET-003?'],
    ["in its hosts' network", onInstances('host'), 'WORKLOAD-003'],
    ["among its hosts' processes", onInstances('awsvpc', {}, { PidMode: 'host' }), 'WORKLOAD-003'],
    [
      'privileged',
      { ...onInstances('awsvpc'), ...task([container({ Privileged: true })], { RequiresCompatibilities: ['EC2'] }) },
      'WORKLOAD-003',
    ],
    [
      'with a powerful capability',
      {
        ...onInstances('awsvpc'),
        ...task([container({ LinuxParameters: { Capabilities: { Add: ['SYS_ADMIN'] } } })], { RequiresCompatibilities: ['EC2'] }),
      },
      'WORKLOAD-003',
    ],
    [
      'with the Docker socket',
      onInstances('awsvpc', {}, { Volumes: [{ Name: 's', Host: { SourcePath: '/var/run/docker.sock' } }] }),
      'WORKLOAD-003',
    ],
    [
      'on hosts of an open group',
      {
        ...wayOut,
        ...onInstances('bridge', {
          SecurityGroupIds: undefined,
          NetworkInterfaces: [{ DeviceIndex: 0, Groups: [ref('Open')], AssociatePublicIpAddress: true }],
        }),
      },
      'NET-001',
    ],
    ['on hosts with a role that reads secrets', { ...hostRole, ...onInstances('bridge', withRole) }, 'IAM-001'],
    ['on such hosts that answer over one hop', { ...hostRole, ...onInstances('bridge', { ...withRole, ...oneHop }) }],
    [
      'with an interface of its own on hosts with such a role',
      { ...hostRole, ...onInstances('awsvpc', { ...withRole, ...oneHop }) },
      'IAM-001',
    ],
    [
      'with an interface of its own on such hosts that block the metadata service',
      { ...hostRole, ...onInstances('awsvpc', { ...withRole, ...blocked }) },
    ],
    [
      'with an interface of its own on such hosts that block it for a time only',
      {
        ...hostRole,
        ...onInstances('awsvpc', { ...withRole, ...joins('ECS_AWSVPC_BLOCK_IMDS=true', 'ECS_AWSVPC_BLOCK_IMDS=false') }),
      },
      'IAM-001',
    ],
    [
      'with an interface of its own on such hosts that say so in a comment only',
      { ...hostRole, ...onInstances('awsvpc', { ...withRole, ...joins('# ECS_AWSVPC_BLOCK_IMDS=true') }) },
      'IAM-001',
    ],
    [
      'with an interface of its own on such hosts whose settings come from elsewhere',
      { ...hostRole, ...onInstances('awsvpc', { ...withRole, ...runs('aws s3 cp s3://b/ecs.config /etc/ecs/ecs.config') }) },
      'IAM-001?',
    ],
    [
      "whose hosts aren't in the inputs",
      { ...onInstances('bridge'), Hosts: undefined, HostTemplate: undefined },
      'IAM-001?',
      'NET-003?',
    ],
    [
      'whose hosts a capability provider names',
      {
        ...hostRole,
        ...onInstances('bridge', { ...withRole, UserData: undefined }),
        Provider: of('ECS::CapacityProvider', { AutoScalingGroupProvider: { AutoScalingGroupArn: ref('Hosts') } }),
        Providers: of('ECS::ClusterCapacityProviderAssociations', {
          Cluster: ref('Cluster'),
          CapacityProviders: [ref('Provider')],
          DefaultCapacityProviderStrategy: [],
        }),
      },
      'IAM-001',
    ],
  ]);
});

const files = (point?: string) => ({
  Volumes: [
    {
      Name: 'f',
      EFSVolumeConfiguration: {
        FilesystemId: ref('Files'),
        ...(point && { AuthorizationConfig: { AccessPointId: ref(point) } }),
      },
    },
  ],
});
const points: Resources = {
  Files: of('EFS::FileSystem', {}),
  PointA: of('EFS::AccessPoint', { FileSystemId: ref('Files'), RootDirectory: { Path: '/a' } }),
  PointB: of('EFS::AccessPoint', { FileSystemId: ref('Files'), RootDirectory: { Path: '/b' } }),
};
const other = (point?: string): Resources => ({
  OtherTask: of('ECS::TaskDefinition', {
    NetworkMode: 'awsvpc',
    RequiresCompatibilities: ['FARGATE'],
    ContainerDefinitions: [],
    ...files(point),
  }),
  Other: of('ECS::Service', {
    TaskDefinition: ref('OtherTask'),
    LaunchType: 'FARGATE',
    NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [ref('ProxySubnet')], SecurityGroups: [ref('OtherGroup')] } },
  }),
  OtherGroup: of('EC2::SecurityGroup', {
    GroupDescription: 'other',
    VpcId: ref('Outer'),
    SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32' }],
  }),
});

describe('the ports of a task', () => {
  const listens = (mode: string, mapping: Record<string, unknown>) => {
    const resources = {
      ...onInstances(mode),
      ...task([container({ PortMappings: [mapping] })], { NetworkMode: mode, RequiresCompatibilities: ['EC2'] }),
    };
    return String(model(resources).workloads.find(({ id }) => id === 'S/Agent')?.listens);
  };

  test.each([
    ['awsvpc', { ContainerPort: 3128 }, '3128'],
    ['host', { ContainerPort: 3128 }, '3128'],
    ['bridge', { ContainerPort: 3128, HostPort: 8080 }, '8080'],
    ['bridge', { ContainerPort: 3128 }, '32768-65535'],
    ['awsvpc', { ContainerPortRange: '3000-3009' }, '3000-3009'],
    ['awsvpc', { ContainerPort: 53, Protocol: 'udp' }, 'undefined'],
  ])('in %s with %o are %s', (mode, mapping, ports) => {
    expect(listens(mode, mapping)).toBe(ports);
  });
});

describe('storage of a task', () => {
  findingRows([
    ['that nothing else uses', { ...points, ...running(undefined, files()) }],
    ['of the task alone', running(undefined, { Volumes: [{ Name: 'scratch' }] })],
    ['that another service uses too', { ...points, ...running(undefined, files()), ...other() }, 'DNS-001'],
    ['by one access point of two', { ...points, ...running(undefined, files('PointA')), ...other('PointB') }],
    ['by the same access point', { ...points, ...running(undefined, files('PointA')), ...other('PointA') }, 'DNS-001'],
    [
      'by an access point inside what another mounts',
      { ...points, ...running(undefined, files('PointA')), ...other() },
      'DNS-001',
    ],
  ]);
});

const rule = (more: Record<string, unknown> = {}): Resources => ({
  Agent: of('Events::Rule', {
    ScheduleExpression: 'rate(1 day)',
    Targets: [
      {
        Id: 't',
        Arn: att('Cluster', 'Arn'),
        RoleArn: 'arn',
        EcsParameters: {
          TaskDefinitionArn: ref('Task'),
          LaunchType: 'FARGATE',
          NetworkConfiguration: { AwsVpcConfiguration: place() },
          ...more,
        },
      },
    ],
  }),
  Cluster: of('ECS::Cluster', {}),
});
const machine = (parameters: Record<string, unknown>, more: Record<string, unknown> = {}): Resources => ({
  Agent: of('StepFunctions::StateMachine', {
    RoleArn: 'arn',
    DefinitionString: {
      'Fn::Sub': JSON.stringify({
        StartAt: 'Run',
        States: {
          Run: {
            Type: 'Task',
            End: true,
            Resource: 'arn:aws:states:::ecs:runTask.sync',
            Parameters: { LaunchType: 'FARGATE', Cluster: '${Cluster.Arn}', TaskDefinition: '${Task}', ...parameters },
          },
        },
      }),
    },
    ...more,
  }),
  Cluster: of('ECS::Cluster', {}),
});
const inMachine = (group: string) => ({
  NetworkConfiguration: {
    AwsvpcConfiguration: { Subnets: ['${RoomSubnet}'], SecurityGroups: [`\${${group}.GroupId}`], AssignPublicIp: 'ENABLED' },
  },
});
const marked = (metadata: Record<string, unknown>): Resources => {
  const [[name, resource] = []] = Object.entries(task());
  return { ...without, [name as string]: { ...(resource as object), Metadata: { 'agent-airlock': metadata } } } as Resources;
};
/** A task that somebody runs on instances whose role reads secrets. */
function onCluster(data: Record<string, unknown>, cluster: unknown = ref('Cluster')): Resources {
  const resources = { ...hostRole, ...onInstances('awsvpc', { ...withRole, ...data }), ...without };
  const metadata = { role: 'agent', subnets: [ref('RoomSubnet')], securityGroups: [ref('AgentGroup')], cluster };
  return { ...resources, Task: { ...(resources.Task as object), Metadata: { 'agent-airlock': metadata } } } as Resources;
}

describe("a folder of a task's host", () => {
  const folder = (path: string) => ({ Volumes: [{ Name: 'f', Host: { SourcePath: path } }] });
  const neighbour = (path: string): Resources => ({
    NeighbourTask: of('ECS::TaskDefinition', { NetworkMode: 'awsvpc', ContainerDefinitions: [], ...folder(path) }),
    Neighbour: of('ECS::Service', {
      TaskDefinition: ref('NeighbourTask'),
      LaunchType: 'EC2',
      Cluster: ref('Cluster'),
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [ref('ProxySubnet')], SecurityGroups: [ref('NeighbourGroup')] } },
    }),
    NeighbourGroup: of('EC2::SecurityGroup', {
      GroupDescription: 'n',
      VpcId: ref('Outer'),
      SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32' }],
    }),
  });
  findingRows([
    ['that nothing else mounts', { ...onInstances('awsvpc', {}, folder('/data/agent')), ...neighbour('/data/other') }],
    ['that a neighbour mounts too', { ...onInstances('awsvpc', {}, folder('/data')), ...neighbour('/data') }, 'DNS-001'],
    [
      'that a neighbour mounts a part of',
      { ...onInstances('awsvpc', {}, folder('/data')), ...neighbour('/data/other') },
      'DNS-001',
    ],
    [
      'inside one that a neighbour mounts',
      { ...onInstances('awsvpc', {}, folder('/data/agent')), ...neighbour('/data') },
      'DNS-001',
    ],
  ]);
});

describe('a task that is run', () => {
  findingRows([
    ['by a rule, in the sealed subnet', { ...task(), ...rule() }],
    [
      'by a rule, in an open group',
      { ...wayOut, ...task(), ...rule({ NetworkConfiguration: { AwsVpcConfiguration: place(open) } }) },
      'NET-001',
    ],
    ['by a rule, with ECS Exec', { ...task(), ...rule({ EnableExecuteCommand: true }) }, 'WORKLOAD-002'],
    [
      'by a rule that hands it a key',
      {
        ...task(),
        Cluster: of('ECS::Cluster', {}),
        Agent: of('Events::Rule', {
          Targets: [
            {
              Id: 't',
              Arn: att('Cluster', 'Arn'),
              Input: JSON.stringify({
                containerOverrides: [{ name: 'agent', environment: [{ name: 'KEY', value: 'sk-ant-api03-aaaaaaaaaaaaaa' }] }],
              }),
              EcsParameters: {
                TaskDefinitionArn: ref('Task'),
                LaunchType: 'FARGATE',
                NetworkConfiguration: { AwsVpcConfiguration: place() },
              },
            },
          ],
        }),
      },
      'SECRET-002',
    ],
    [
      'by a schedule, in an open group',
      {
        ...wayOut,
        ...task(),
        Agent: of('Scheduler::Schedule', {
          Target: {
            Arn: 'arn',
            RoleArn: 'arn',
            EcsParameters: {
              TaskDefinitionArn: ref('Task'),
              LaunchType: 'FARGATE',
              NetworkConfiguration: { AwsvpcConfiguration: place(open) },
            },
          },
        }),
      },
      'NET-001',
    ],
    ['by a state machine, in the sealed subnet', { ...task(), ...machine(inMachine('AgentGroup')) }],
    ['by a state machine, in an open group', { ...wayOut, ...task(), ...machine(inMachine('Open')) }, 'NET-001'],
    [
      'by a state machine that names its family',
      { ...wayOut, ...task(), ...machine({ ...inMachine('Open'), TaskDefinition: 'agents' }) },
      'NET-001',
    ],
    [
      'by a pipe, in an open group',
      {
        ...wayOut,
        ...task(),
        Agent: of('Pipes::Pipe', {
          Source: 's',
          RoleArn: 'r',
          Target: att('Cluster', 'Arn'),
          TargetParameters: {
            EcsTaskParameters: {
              TaskDefinitionArn: ref('Task'),
              LaunchType: 'FARGATE',
              NetworkConfiguration: { AwsvpcConfiguration: place(open) },
            },
          },
        }),
        Cluster: of('ECS::Cluster', {}),
      },
      'NET-001',
    ],
    [
      'by hand, where its metadata says',
      { resources: marked({ role: 'agent', subnets: [ref('RoomSubnet')], securityGroups: [ref('AgentGroup')] }), agent: 'Task' },
    ],
    [
      'by hand, in an open group',
      {
        resources: {
          ...wayOut,
          ...marked({ role: 'agent', subnets: [ref('RoomSubnet')], securityGroups: [ref('Open')] }),
          RoomSubnet: of('EC2::Subnet', { VpcId: ref('Room'), CidrBlock: '10.0.0.0/24', MapPublicIpOnLaunch: true }),
          Nothing: undefined,
        },
        agent: 'Task',
      },
      'NET-001?',
    ],
    ...(
      [
        ['that close the metadata service', blocked],
        ['that leave it open', {}, 'IAM-001'],
        ['that are set up elsewhere', runs('curl http://10.0.0.9/setup | sh > /etc/ecs/ecs.config'), 'IAM-001?'],
      ] as const
    ).map(
      ([which, data, ...rules]): FindingRow => [
        `by hand, on instances of the cluster in its metadata ${which}`,
        { resources: onCluster(data), agent: 'Task' },
        ...rules,
      ],
    ),
    [
      'by hand, on instances of a cluster that its metadata leaves out',
      { resources: onCluster(blocked, { Ref: 'AWS::NoValue' }), agent: 'Task' },
      'IAM-001?',
    ],
    ['by nothing in the inputs', { resources: { ...without, ...task() }, agent: 'Task' }, 'NET-003?'],
    [
      'by one service in the sealed subnet and one outside',
      {
        resources: {
          ...wayOut,
          ...running(),
          Second: of('ECS::Service', { TaskDefinition: ref('Task'), LaunchType: 'FARGATE', NetworkConfiguration: network(open) }),
        },
        agent: 'Task',
      },
      'NET-001',
    ],
    [
      'by a task set',
      {
        ...task(),
        ...service({ DeploymentController: { Type: 'EXTERNAL' }, TaskDefinition: undefined, NetworkConfiguration: undefined }),
        Set: of('ECS::TaskSet', {
          Service: ref('Agent'),
          Cluster: ref('Cluster'),
          TaskDefinition: ref('Task'),
          LaunchType: 'FARGATE',
          NetworkConfiguration: network(),
        }),
      },
    ],
  ]);
});
