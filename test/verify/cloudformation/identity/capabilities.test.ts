import { describe } from 'vitest';
import { findingRows, findingRowsAtLeast } from '../finding-rows';
import type { FindingRow } from '../findings';
import { att, of, type Resources, ref } from '../network/airlock';

const trust = (principal: unknown, more: Record<string, unknown> = {}) => ({
  AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...more }] },
});
const allow = (Action: unknown, Resource: unknown = '*', more: Record<string, unknown> = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: unknown, Resource: unknown = '*', more: Record<string, unknown> = {}) => ({
  Effect: 'Deny',
  Action,
  Resource,
  ...more,
});
const inline = (...Statement: unknown[]) => ({ Policies: [{ PolicyName: 'p', PolicyDocument: { Statement } }] });
const account = { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } };

/** An agent whose role has these properties. */
const agent = (properties: Record<string, unknown> = {}, beside: Resources = {}): Resources => ({
  Agent: of('EC2::Instance', {
    SubnetId: ref('RoomSubnet'),
    SecurityGroupIds: [ref('AgentGroup')],
    IamInstanceProfile: ref('Profile'),
  }),
  Profile: of('IAM::InstanceProfile', { Roles: [ref('Role')] }),
  Role: of('IAM::Role', { ...trust({ Service: 'ec2.amazonaws.com' }), ...properties }),
  ...beside,
});
const may = (...statements: unknown[]): Resources => agent(inline(...statements));
const secret: Resources = { Secret: of('SecretsManager::Secret', {}) };
const bucket: Resources = { Bucket: of('S3::Bucket', {}) };
const own = (service: string, rest: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${rest}`,
});
const attached = (type: string, properties: Record<string, unknown>): Resources => ({
  Attached: of(type, { PolicyDocument: { Statement: [allow('secretsmanager:GetSecretValue')] }, ...properties }),
});

const harmless: readonly FindingRow[] = [
  ['nothing', agent()],
  ['writing its own log', may(allow(['logs:CreateLogStream', 'logs:PutLogEvents'], att('Log', 'Arn'))) as Resources],
  [
    'figures, traces and pulling images',
    may(
      allow([
        'cloudwatch:PutMetricData',
        'xray:PutTraceSegments',
        'ecr:GetAuthorizationToken',
        'ecr:BatchGetImage',
        'ecr:GetDownloadUrlForLayer',
        'ecr:BatchCheckLayerAvailability',
      ]),
    ),
  ],
  [
    'reading and writing a bucket of the system',
    {
      ...may(allow(['s3:GetObject', 's3:PutObject', 's3:ListBucket'], [att('Bucket', 'Arn'), { 'Fn::Sub': '${Bucket.Arn}/*' }])),
      ...bucket,
    },
  ],
  [
    'a table and a queue',
    {
      ...may(allow('dynamodb:*', att('Table', 'Arn')), allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage'], att('Queue', 'Arn'))),
      Table: of('DynamoDB::Table', {}),
      Queue: of('SQS::Queue', {}),
    },
  ],
  ['a model', may(allow(['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream']))],
  [
    'decrypting with a key',
    {
      ...may(allow(['kms:Decrypt', 'kms:GenerateDataKey'], att('Key', 'Arn'))),
      Key: of('KMS::Key', {
        KeyPolicy: { Statement: [{ Effect: 'Allow', Principal: account, Action: 'kms:*', Resource: '*' }] },
      }),
    },
  ],
  [
    'a plain parameter of the inputs',
    {
      ...may(allow('ssm:GetParameter', { 'Fn::Sub': 'arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter/${Plain}' })),
      Plain: of('SSM::Parameter', { Type: 'String', Value: 'x' }),
    },
  ],
  ['a parameter that AWS publishes', may(allow('ssm:GetParameter', 'arn:aws:ssm:*::parameter/aws/service/ecs/*'))],
  [
    'the basic managed policies',
    agent({
      ManagedPolicyArns: [
        'arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy',
        { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AWSXRayDaemonWriteAccess' },
      ],
    }),
  ],
  ['reading secrets, denied', { ...may(allow('secretsmanager:*'), deny('secretsmanager:*')), ...secret }],
  [
    'everything, within a boundary of nothing that matters',
    {
      ...agent({ ...inline(allow('*')), PermissionsBoundary: ref('Boundary') }),
      Boundary: of('IAM::ManagedPolicy', { PolicyDocument: { Statement: [allow(['s3:*', 'logs:*'])] } }),
    },
  ],
  [
    'a function in the sealed network',
    {
      ...may(allow('lambda:InvokeFunction', att('Function', 'Arn'))),
      Function: of('Lambda::Function', {
        Code: { ZipFile: '' },
        Role: att('Runner', 'Arn'),
        VpcConfig: { SubnetIds: [ref('RoomSubnet')], SecurityGroupIds: [ref('Nothing')] },
      }),
      Runner: of('IAM::Role', {
        ...trust({ Service: 'lambda.amazonaws.com' }),
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole'],
      }),
      Nothing: of('EC2::SecurityGroup', {
        GroupDescription: 'n',
        VpcId: ref('Room'),
        SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32' }],
      }),
    },
  ],
  [
    'pushing images to a repository of its own',
    { ...may(allow(['ecr:PutImage', 'ecr:UploadLayerPart'], att('Images', 'Arn'))), Images: of('ECR::Repository', {}) },
  ],
];

describe('an agent whose role may do what is usual', () => {
  findingRows(
    harmless.map(([name, change, ...rules]) => [name, { Log: of('Logs::LogGroup', {}), ...(change as Resources) }, ...rules]),
  );
});

describe('an agent whose role may read credentials', () => {
  findingRows([
    ['any secret', may(allow('secretsmanager:GetSecretValue')), 'IAM-001'],
    ['a secret of the inputs', { ...may(allow('secretsmanager:GetSecretValue', ref('Secret'))), ...secret }, 'IAM-001'],
    [
      'a secret outside the inputs',
      may(allow('secretsmanager:GetSecretValue', own('secretsmanager', 'secret:other-*'))),
      'IAM-001',
    ],
    ['by wildcards', may(allow('secretsmanager:Get*')), 'IAM-001'],
    [
      'by NotAction',
      may({
        Effect: 'Allow',
        NotAction: ['iam:*', 'ec2:*', 'sts:*', 'lambda:*', 'ecs:*', 'kms:*'],
        Resource: own('secretsmanager', '*'),
      }),
      'IAM-001',
      'IAM-005',
    ],
    [
      "by the secret's own policy",
      {
        ...agent(),
        ...secret,
        Grant: of('SecretsManager::ResourcePolicy', {
          SecretId: ref('Secret'),
          ResourcePolicy: {
            Statement: [
              { Effect: 'Allow', Principal: { AWS: att('Role', 'Arn') }, Action: 'secretsmanager:GetSecretValue', Resource: '*' },
            ],
          },
        }),
      },
      'IAM-001',
    ],
    [
      'a secret whose own policy denies it',
      {
        ...may(allow('secretsmanager:GetSecretValue', ref('Secret'))),
        ...secret,
        Grant: of('SecretsManager::ResourcePolicy', {
          SecretId: ref('Secret'),
          ResourcePolicy: {
            Statement: [{ Effect: 'Deny', Principal: '*', Action: 'secretsmanager:GetSecretValue', Resource: '*' }],
          },
        }),
      },
    ],
    [
      'under a condition that holds',
      may(
        allow('secretsmanager:GetSecretValue', '*', {
          Condition: { StringEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      ),
      'IAM-001',
    ],
    [
      "under a condition that can't be told",
      may(allow('secretsmanager:GetSecretValue', '*', { Condition: { StringEquals: { 'aws:ResourceTag/for': 'agents' } } })),
      'IAM-001?',
    ],
    ['any parameter', may(allow('ssm:GetParameter*')), 'IAM-001'],
    ['a parameter that is named like a secret', may(allow('ssm:GetParameter', own('ssm', 'parameter/prod/api-key'))), 'IAM-001'],
    ['a parameter of which nothing is known', may(allow('ssm:GetParameter', own('ssm', 'parameter/agents/*'))), 'IAM-001?'],
    [
      'by the policy of managed instances',
      agent({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'] }),
      'IAM-001',
    ],
    [
      "by a managed policy that isn't known",
      agent({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/SomethingNew2031'] }),
      'IAM-001?',
    ],
    [
      "by a managed policy of the account that isn't in the inputs",
      agent({ ManagedPolicyArns: ['arn:aws:iam::123456789012:policy/ours'] }),
      'IAM-001?',
    ],
    [
      'by a policy that names the role',
      { ...agent(), ...attached('IAM::Policy', { PolicyName: 'p', Roles: [ref('Role')] }) },
      'IAM-001',
    ],
    ['by a role policy', { ...agent(), ...attached('IAM::RolePolicy', { PolicyName: 'p', RoleName: ref('Role') }) }, 'IAM-001'],
    [
      'by a managed policy that names the role',
      { ...agent(), ...attached('IAM::ManagedPolicy', { Roles: [ref('Role')] }) },
      'IAM-001',
    ],
    [
      'by a managed policy that the role names',
      { ...agent({ ManagedPolicyArns: [ref('Attached')] }), ...attached('IAM::ManagedPolicy', {}) },
      'IAM-001',
    ],
    [
      'by a policy that names the role by its name',
      { ...agent({ RoleName: 'agents' }), ...attached('IAM::Policy', { PolicyName: 'p', Roles: ['agents'] }) },
      'IAM-001',
    ],
    [
      'within a boundary that allows it',
      {
        ...agent({ ...inline(allow('*')), PermissionsBoundary: ref('Boundary') }),
        Boundary: of('IAM::ManagedPolicy', { PolicyDocument: { Statement: [allow('secretsmanager:GetSecretValue')] } }),
      },
      'IAM-001',
    ],
    [
      "a function's environment",
      {
        ...may(allow('lambda:GetFunctionConfiguration', att('Function', 'Arn'))),
        Function: of('Lambda::Function', {
          Code: { ZipFile: '' },
          Role: 'arn',
          Environment: { Variables: { KEY: '{{resolve:secretsmanager:key}}' } },
        }),
      },
      'IAM-001',
    ],
    [
      'whatever somebody gives as the resource',
      { resources: may(allow('secretsmanager:GetSecretValue', ref('Which'))), parameters: { Which: { Type: 'String' } } },
      'IAM-001',
    ],
  ]);
});

const other = (properties: Record<string, unknown>): Resources => ({ Other: of('IAM::Role', properties) });

describe('an agent whose role may become another', () => {
  findingRows([
    ['that trusts the account', { ...may(allow('sts:AssumeRole', att('Other', 'Arn'))), ...other(trust(account)) }, 'IAM-002'],
    ['that trusts it', { ...agent(), ...other(trust({ AWS: att('Role', 'Arn') })) }, 'IAM-002'],
    [
      'that trusts services only',
      { ...may(allow('sts:AssumeRole', att('Other', 'Arn'))), ...other(trust({ Service: 'ec2.amazonaws.com' })) },
    ],
    ["that trusts the account, and it hasn't the permission", { ...agent(), ...other(trust(account)) }],
    [
      'that asks for an external id',
      {
        ...may(allow('sts:AssumeRole', att('Other', 'Arn'))),
        ...other(trust(account, { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } })),
      },
      'IAM-002?',
    ],
    ["that isn't in the inputs", may(allow('sts:AssumeRole', 'arn:aws:iam::999999999999:role/x')), 'IAM-002?'],
    [
      'by asking for tasks as a container instance does, with whose credentials they come',
      may(allow('ecs:Poll', own('ecs', 'container-instance/agents/*'))),
      'IAM-002',
    ],
    ['by asking where to ask for tasks', may(allow(['ecs:DiscoverPollEndpoint', 'ecs:StartTelemetrySession']))],
    ['by running instances with a role', may(allow('ec2:RunInstances'), allow('iam:PassRole')), 'IAM-002', 'IAM-006'],
    ['by passing a role to nothing', may(allow('iam:PassRole'))],
    [
      'by a function with a role that Lambda may take',
      {
        ...may(allow('lambda:CreateFunction'), allow('iam:PassRole', att('Other', 'Arn'))),
        ...other(trust({ Service: 'lambda.amazonaws.com' })),
      },
      'IAM-002',
      'IAM-006',
    ],
    [
      'by a function with a role that Lambda may not take',
      {
        ...may(allow('lambda:CreateFunction'), allow('iam:PassRole', att('Other', 'Arn'))),
        ...other(trust({ Service: 'ec2.amazonaws.com' })),
      },
    ],
    [
      'by passing roles to another service than it calls',
      may(
        allow('lambda:CreateFunction'),
        allow('iam:PassRole', '*', { Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } } }),
      ),
    ],
  ]);
});

describe('an agent whose role may change its boundary', () => {
  findingRows([
    ['a security group', may(allow('ec2:AuthorizeSecurityGroupEgress')), 'IAM-003'],
    [
      "the agents' security group",
      may(allow('ec2:AuthorizeSecurityGroupEgress', own('ec2', 'security-group/${AgentGroup.GroupId}'))),
      'IAM-003',
    ],
    ['routes', may(allow('ec2:CreateRoute')), 'IAM-003'],
    ['all of EC2', may(allow('ec2:*')), 'IAM-003', 'IAM-005', 'IAM-006'],
    ['describing EC2', may(allow('ec2:Describe*'))],
    ['name resolution', may(allow('route53resolver:*')), 'IAM-003'],
    ['its own policy', may(allow('iam:PutRolePolicy', att('Role', 'Arn'))), 'IAM-004'],
    ['policies', may(allow(['iam:AttachRolePolicy', 'iam:CreatePolicyVersion'])), 'IAM-004'],
    ['reading IAM', may(allow(['iam:Get*', 'iam:List*']))],
  ]);
});

const proxyService: Resources = {
  ProxyTask: of('ECS::TaskDefinition', {
    NetworkMode: 'awsvpc',
    RequiresCompatibilities: ['FARGATE'],
    ExecutionRoleArn: att('Starter', 'Arn'),
    ContainerDefinitions: [
      {
        Name: 'envoy',
        Image: { 'Fn::Sub': '${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/envoy:1' },
        Environment: [{ Name: 'CONFIG', Value: { 'Fn::Sub': 's3://${Bucket}/envoy.yaml' } }],
      },
    ],
  }),
  Starter: of('IAM::Role', trust({ Service: 'ecs-tasks.amazonaws.com' })),
  Proxy: of('ECS::Service', {
    TaskDefinition: ref('ProxyTask'),
    Cluster: ref('ProxyCluster'),
    LaunchType: 'FARGATE',
    NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [ref('ProxySubnet')], SecurityGroups: [ref('ProxyGroup')] } },
    LoadBalancers: [{ ContainerName: 'envoy', ContainerPort: 3128, TargetGroupArn: ref('Proxies') }],
  }),
  ProxyCluster: of('ECS::Cluster', {}),
  OtherCluster: of('ECS::Cluster', {}),
  Proxies: of('ElasticLoadBalancingV2::TargetGroup', { VpcId: ref('Outer'), TargetType: 'ip', Port: 3128, Protocol: 'TCP' }),
  ...bucket,
};
const beside = (...statements: unknown[]): Resources => ({ ...may(...statements), ...proxyService });

describe('an agent whose role may control the proxy', () => {
  findingRows([
    ['not at all', beside()],
    ['by its service', beside(allow('ecs:UpdateService', ref('Proxy'))), 'IAM-005'],
    [
      'by its service, by a written name',
      {
        ...beside(allow('ecs:UpdateService', own('ecs', 'service/proxies/envoy'))),
        Proxy: {
          ...proxyService.Proxy,
          Properties: { ...(proxyService.Proxy?.Properties as object), ServiceName: 'envoy' },
        } as never,
        ProxyCluster: of('ECS::Cluster', { ClusterName: 'proxies' }),
      },
      'IAM-005',
    ],
    ['by ECS Exec in its cluster', beside(allow('ecs:ExecuteCommand', att('ProxyCluster', 'Arn'))), 'IAM-005'],
    [
      'by its image, where the proxy is named by its load balancer',
      { resources: beside(allow('ecr:PutImage', own('ecr', 'repository/envoy'))), proxy: 'Balancer' },
      'IAM-005',
    ],
    ['by ECS Exec in another cluster', beside(allow('ecs:ExecuteCommand', att('OtherCluster', 'Arn')))],
    ['by its image', beside(allow('ecr:PutImage', own('ecr', 'repository/envoy'))), 'IAM-005'],
    ['by another image', beside(allow('ecr:PutImage', own('ecr', 'repository/agents')))],
    ['by any image', beside(allow('ecr:*')), 'IAM-005'],
    ['by files of its own', { ...beside(allow('s3:PutObject', { 'Fn::Sub': '${Mine.Arn}/*' })), Mine: of('S3::Bucket', {}) }],
    ['by its configuration', beside(allow('s3:PutObject', { 'Fn::Sub': '${Bucket.Arn}/*' })), 'IAM-005?'],
    ['by its host', may(allow('ssm:SendCommand')), 'IAM-005'],
    ['by deployments', beside(allow('cloudformation:*')), 'IAM-005'],
  ]);
});

describe('an agent whose role may run code elsewhere', () => {
  findingRows([
    ['on instances', may(allow('ec2:RunInstances')), 'IAM-006'],
    [
      'as a task whose roles it may pass',
      beside(allow('ecs:RunTask', ref('ProxyTask')), allow('iam:PassRole', att('Starter', 'Arn'))),
      'IAM-006',
    ],
    ['as a task whose roles it may not pass', beside(allow('ecs:RunTask', ref('ProxyTask')))],
    [
      'as a task by its family',
      {
        ...may(allow('ecs:RunTask', own('ecs', 'task-definition/jobs:*'))),
        Task: of('ECS::TaskDefinition', { Family: 'jobs', ContainerDefinitions: [] }),
      },
      'IAM-006',
    ],
    [
      'as a task that needs no role',
      { ...may(allow('ecs:RunTask')), Task: of('ECS::TaskDefinition', { ContainerDefinitions: [] }) },
      'IAM-006',
    ],
    [
      'as a build',
      { ...may(allow('codebuild:StartBuild', att('Project', 'Arn'))), Project: of('CodeBuild::Project', {}) },
      'IAM-005',
      'IAM-006',
    ],
    ['in a code interpreter', may(allow('bedrock-agentcore:*')), 'IAM-006'],
    [
      'by a function outside',
      {
        ...may(allow('lambda:InvokeFunction', att('Function', 'Arn'))),
        Function: of('Lambda::Function', { Code: { ZipFile: '' }, Role: 'arn' }),
      },
      'IAM-006?',
    ],
    [
      'by a function outside whose own policy lets it',
      {
        ...agent(),
        Function: of('Lambda::Function', { Code: { ZipFile: '' }, Role: 'arn' }),
        Permission: of('Lambda::Permission', {
          FunctionName: ref('Function'),
          Action: 'lambda:InvokeFunction',
          Principal: att('Role', 'Arn'),
        }),
      },
      'IAM-006?',
    ],
    [
      'by a function in the sealed network that reads secrets',
      {
        ...may(allow('lambda:InvokeFunction', att('Function', 'Arn'))),
        Function: of('Lambda::Function', {
          Code: { ZipFile: '' },
          Role: att('Runner', 'Arn'),
          VpcConfig: { SubnetIds: [ref('RoomSubnet')], SecurityGroupIds: [ref('Nothing')] },
        }),
        Runner: of('IAM::Role', {
          ...trust({ Service: 'lambda.amazonaws.com' }),
          ...inline(allow('secretsmanager:GetSecretValue')),
        }),
        Nothing: of('EC2::SecurityGroup', {
          GroupDescription: 'n',
          VpcId: ref('Room'),
          SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32' }],
        }),
      },
      'IAM-006?',
    ],
    [
      'by no function that only services may call',
      {
        ...agent(),
        Function: of('Lambda::Function', { Code: { ZipFile: '' }, Role: 'arn' }),
        Permission: of('Lambda::Permission', {
          FunctionName: ref('Function'),
          Action: 'lambda:InvokeFunction',
          Principal: 'events.amazonaws.com',
        }),
      },
    ],
    [
      'by a state machine',
      {
        ...may(allow('states:StartExecution', ref('Machine'))),
        Machine: of('StepFunctions::StateMachine', { RoleArn: 'arn', DefinitionString: '{}' }),
      },
      'IAM-006?',
    ],
  ]);
});

describe('an agent whose role has a wide policy', () => {
  findingRowsAtLeast([
    [
      'by a managed policy of AWS',
      agent({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/SecretsManagerReadWrite'] }),
      'IAM-001',
      'IAM-005',
    ],
    [
      'everything',
      agent({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }),
      'IAM-001',
      'IAM-002',
      'IAM-003',
      'IAM-004',
      'IAM-005',
      'IAM-006',
    ],
    [
      'everything but people',
      agent({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/PowerUserAccess'] }),
      'IAM-001',
      'IAM-002',
      'IAM-003',
      'IAM-005',
      'IAM-006',
    ],
  ]);
});
