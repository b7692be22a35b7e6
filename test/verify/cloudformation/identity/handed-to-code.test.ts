// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's templates, not JavaScript's
import { describe } from 'vitest';
import { findingRows } from '../finding-rows';
import { att, of, type Resources, ref } from '../network/airlock';
import { sub, writing } from './writing-agent';

const all = (...parts: readonly Resources[]): Resources => Object.assign({}, ...parts);

const powerless = of('IAM::Role', { AssumeRolePolicyDocument: { Statement: [] } });
const powerful = of('IAM::Role', {
  AssumeRolePolicyDocument: { Statement: [] },
  Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'codebuild:*', Resource: '*' }] } }],
});
const closed = of('EC2::SecurityGroup', {
  ...{ GroupDescription: 'code', VpcId: ref('Room') },
  SecurityGroupEgress: [{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '127.0.0.1/32' }],
});
const code = (properties: Record<string, unknown>, role: Resources[string] = powerless): Resources => ({
  Code: of('Lambda::Function', { FunctionName: 'code', Role: att('CodeRole', 'Arn'), ...properties }),
  Live: of('Lambda::Alias', { FunctionName: ref('Code'), FunctionVersion: '1', Name: 'live' }),
  CodeRole: role,
  CodeGroup: closed,
});
const inRoom = { VpcConfig: { SubnetIds: [ref('RoomSubnet')], SecurityGroupIds: [ref('CodeGroup')] } };
const inProxysNetwork = { VpcConfig: { SubnetIds: [ref('ProxySubnet')], SecurityGroupIds: [ref('ProxyGroup')] } };

const function_ = att('Code', 'Arn');
const role = { Role: 'arn:aws:iam::111111111111:role/x' };
const mapping = (source: unknown, more: Record<string, unknown> = {}): Resources => ({
  Mapping: of('Lambda::EventSourceMapping', { EventSourceArn: source, FunctionName: ref('Code'), ...more }),
});
const queueing: Resources = { ...writing('sqs', 'sqs:SendMessage', att('Queue', 'Arn')), Queue: of('SQS::Queue', {}) };
const notifying = (NotificationConfiguration: unknown, ...parts: readonly Resources[]): Resources =>
  all(writing('s3', 's3:PutObject', sub('${Kept.Arn}/*')), { Kept: of('S3::Bucket', { NotificationConfiguration }) }, ...parts);
const rule = (properties: Record<string, unknown>): Resources => ({
  Rule: of('Events::Rule', { Targets: [{ Id: '1', Arn: function_ }], ...properties }),
});

/** What an agent writes, each handed to a function of the same account. */
const handed: Readonly<Record<string, Resources>> = {
  'the messages of a queue': { ...queueing, ...mapping(att('Queue', 'Arn')) },
  'the messages of a queue, by its ARN in text': {
    ...queueing,
    Queue: of('SQS::Queue', { QueueName: 'q' }),
    ...mapping(sub('arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:q')),
  },
  'the records of a stream': all(
    writing('kinesis-streams', 'kinesis:PutRecord', att('Stream', 'Arn')),
    { Stream: of('Kinesis::Stream', {}) },
    mapping(att('Stream', 'Arn'), { StartingPosition: 'LATEST' }),
  ),
  'the records of a stream, by a consumer': all(
    writing('kinesis-streams', 'kinesis:PutRecord', att('Stream', 'Arn')),
    {
      Stream: of('Kinesis::Stream', {}),
      Consumer: of('Kinesis::StreamConsumer', { ConsumerName: 'c', StreamARN: att('Stream', 'Arn') }),
    },
    mapping(ref('Consumer')),
  ),
  'the changes of a table': all(
    writing('dynamodb', 'dynamodb:PutItem', att('Table', 'Arn')),
    { Table: of('DynamoDB::Table', { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } }) },
    mapping(att('Table', 'StreamArn')),
  ),
  'the names of objects': notifying({ LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: function_ }] }),
  'the names of objects, by the resource of the CDK': notifying(undefined, {
    Notify: {
      Type: 'Custom::S3BucketNotifications',
      Properties: {
        ServiceToken: 'arn:aws:lambda:eu-west-1:111111111111:function:cdk',
        BucketName: ref('Kept'),
        NotificationConfiguration: { LambdaFunctionConfigurations: [{ Events: ['s3:*'], LambdaFunctionArn: function_ }] },
      },
    },
  }),
  'the names of objects, by the default bus': notifying(
    { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    rule({ EventPattern: { source: ['aws.s3'], detail: { bucket: { name: [ref('Kept')] } } } }),
  ),
  'the messages of a topic': all(writing('sns', 'sns:Publish', ref('Topic')), {
    Topic: of('SNS::Topic', { Subscription: [{ Protocol: 'lambda', Endpoint: function_ }] }),
  }),
  'the messages of a topic, by a subscription beside it that has its ARN in text': all(
    writing('sns', 'sns:Publish', sub('arn:aws:sns:${AWS::Region}:${AWS::AccountId}:topic')),
    {
      Topic: of('SNS::Topic', { TopicName: 'topic' }),
      Subscription: of('SNS::Subscription', {
        ...{ TopicArn: sub('arn:aws:sns:${AWS::Region}:${AWS::AccountId}:topic'), Protocol: 'lambda', Endpoint: ref('Live') },
      }),
    },
  ),
  'the events of a bus': all(
    writing('events', 'events:PutEvents', att('Bus', 'Arn')),
    { Bus: of('Events::EventBus', { Name: 'bus' }) },
    rule({ EventBusName: ref('Bus'), EventPattern: { source: ['agent'] } }),
  ),
  'the events of a bus that the rule has by its ARN in text': all(
    writing('events', 'events:PutEvents', att('Bus', 'Arn')),
    { Bus: of('Events::EventBus', { Name: 'bus' }) },
    rule({
      EventBusName: sub('arn:aws:events:${AWS::Region}:${AWS::AccountId}:event-bus/bus'),
      EventPattern: { source: ['agent'] },
    }),
  ),
  'the records of a log group': all(writing('logs', 'logs:PutLogEvents', att('Logs', 'Arn')), {
    Logs: of('Logs::LogGroup', {}),
    Filter: of('Logs::SubscriptionFilter', { LogGroupName: ref('Logs'), DestinationArn: function_, FilterPattern: '' }),
  }),
  'what a delivery stream delivers': all(writing('kinesis-firehose', 'firehose:PutRecord', att('Delivery', 'Arn')), {
    Kept: of('S3::Bucket', {}),
    Delivery: of('KinesisFirehose::DeliveryStream', {
      ExtendedS3DestinationConfiguration: {
        BucketARN: att('Kept', 'Arn'),
        ProcessingConfiguration: {
          Processors: [
            { Type: 'Lambda', Parameters: [{ ParameterName: 'LambdaArn', ParameterValue: sub('${Code.Arn}:$LATEST') }] },
          ],
        },
      },
    }),
  }),
  'what a pipe takes from a queue': {
    ...queueing,
    Pipe: of('Pipes::Pipe', { Source: att('Queue', 'Arn'), Target: function_ }),
  },
  'the commits of a repository': all(writing('git-codecommit', 'codecommit:GitPush', att('Sources', 'Arn')), {
    Sources: of('CodeCommit::Repository', {
      ...{ RepositoryName: 'sources', Triggers: [{ Name: 't', DestinationArn: function_, Events: ['all'] }] },
    }),
  }),
};

describe.each(Object.entries(handed))('an agent that writes %s, which are handed to a function', (_, written) => {
  findingRows([
    ['without a network', all(written, code({})), 'ENDPOINT-001?'],
    ["in the proxies' network", all(written, code(inProxysNetwork)), 'ENDPOINT-001?'],
    ['that stands where the agent stands', all(written, code(inRoom))],
    ['there with a role that may start builds', all(written, code(inRoom, powerful)), 'ENDPOINT-001?'],
  ]);
});

const open = code({});
const machine: Resources = { Machine: of('StepFunctions::StateMachine', { DefinitionString: '{}', RoleArn: role.Role }) };
const piped = (Target: unknown, more: Record<string, unknown> = {}): Resources =>
  all(queueing, { Pipe: of('Pipes::Pipe', { Source: att('Queue', 'Arn'), Target, ...more }) });
const task = (subnet: string, group: string): Resources => ({
  Task: of('ECS::TaskDefinition', { NetworkMode: 'awsvpc', ContainerDefinitions: [{ Name: 'c', Image: 'i' }] }),
  Cluster: of('ECS::Cluster', {}),
  CodeGroup: closed,
  ...piped(att('Cluster', 'Arn'), {
    TargetParameters: {
      EcsTaskParameters: {
        ...{ TaskDefinitionArn: ref('Task'), LaunchType: 'FARGATE' },
        NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [ref(subnet)], SecurityGroups: [ref(group)] } },
      },
    },
  }),
});

describe('an agent that writes a queue', () => {
  findingRows([
    ['that a function takes no more', { ...queueing, ...open, ...mapping(att('Queue', 'Arn'), { Enabled: false }) }],
    ['beside one that a function takes', { ...queueing, ...open, Other: of('SQS::Queue', {}), ...mapping(att('Other', 'Arn')) }],
    ['that a function may take', { ...queueing, ...open, ...mapping({ 'Fn::ImportValue': 'queue' }) }, 'ENDPOINT-001?'],
    [
      "that another account's function takes",
      { ...queueing, ...mapping(att('Queue', 'Arn'), { FunctionName: 'arn:aws:lambda:eu-west-1:999999999999:function:f' }) },
      'ENDPOINT-001?',
    ],
    ['that a state machine takes', { ...piped(ref('Machine')), ...machine }, 'ENDPOINT-001?'],
    ['that a queue takes', { ...piped(att('Other', 'Arn')), Other: of('SQS::Queue', {}) }],
    ['that a bus takes', { ...piped(att('Bus', 'Arn')), Bus: of('Events::EventBus', { Name: 'bus' }) }],
    ["that a task in the proxies' network takes", task('ProxySubnet', 'ProxyGroup'), 'ENDPOINT-001?'],
    ['that a task takes which stands where the agent stands', task('RoomSubnet', 'CodeGroup')],
    [
      'that a function enriches for a queue',
      all(piped(att('Other', 'Arn'), { Enrichment: function_ }), open, { Other: of('SQS::Queue', {}) }),
      'ENDPOINT-001?',
    ],
  ]);
});

const off = { EventBridgeConfiguration: { EventBridgeEnabled: false } };
const on = { EventBridgeConfiguration: {} };

describe('an agent that writes a bucket', () => {
  findingRows([
    ['whose events nobody takes', notifying(on)],
    ['whose events stay off the default bus', notifying(off, open, rule({ EventPattern: { source: ['aws.s3'] } }))],
    ['on whose events a function waits', notifying(on, open, rule({ EventPattern: { source: ['aws.s3'] } })), 'ENDPOINT-001?'],
    ['beside whose events a function waits', notifying(on, open, rule({ EventPattern: { source: ['aws.ecs'] } }))],
    [
      "beside whose events a function waits for another bucket's",
      notifying(on, open, rule({ EventPattern: { source: ['aws.s3'], detail: { bucket: { name: ['others'] } } } })),
    ],
    [
      'of which a queue is told',
      notifying({ QueueConfigurations: [{ Queue: att('Queue', 'Arn') }] }, { Queue: of('SQS::Queue', {}) }),
    ],
    [
      'of which a topic is told that a person reads',
      notifying(
        { TopicConfigurations: [{ Topic: ref('Topic') }] },
        { Topic: of('SNS::Topic', { Subscription: [{ Protocol: 'email', Endpoint: 'me@example.org' }] }) },
      ),
      'ENDPOINT-001',
    ],
    [
      "of which another account's topic is told",
      notifying({ TopicConfigurations: [{ Topic: 'arn:aws:sns:eu-west-1:999999999999:t' }] }),
      'ENDPOINT-001?',
    ],
  ]);
});

const committing = (properties: Record<string, unknown>, ...parts: readonly Resources[]): Resources =>
  all(
    writing('git-codecommit', 'codecommit:GitPush', att('Sources', 'Arn')),
    { Sources: of('CodeCommit::Repository', { RepositoryName: 'sources', ...properties }) },
    ...parts,
  );
const told = (DestinationArn: unknown) => ({ Triggers: [{ Name: 't', DestinationArn, Events: ['all'] }] });
const pipeline = (RepositoryName: string): Resources => ({
  Pipeline: of('CodePipeline::Pipeline', {
    RoleArn: role.Role,
    Stages: [{ Name: 's', Actions: [{ Name: 'a', Configuration: { RepositoryName, BranchName: 'main' } }] }],
  }),
});

describe('an agent that pushes to a repository of sources', () => {
  findingRows([
    ['of which nobody is told', committing({})],
    ["of which another account's topic is told", committing(told('arn:aws:sns:eu-west-1:999999999999:t')), 'ENDPOINT-001?'],
    [
      'of which somebody is told',
      { resources: committing(told(ref('Who'))), parameters: { Who: { Type: 'String' } } },
      'ENDPOINT-001',
    ],
    ['of which a topic is told that nobody reads', committing(told(ref('Topic')), { Topic: of('SNS::Topic', {}) })],
    ['that a pipeline builds', committing({}, pipeline('sources')), 'ENDPOINT-001?'],
    ['beside one that a pipeline builds', committing({}, pipeline('others'))],
    [
      'on whose events a function waits',
      committing({}, open, rule({ EventPattern: { source: ['aws.codecommit'], resources: [att('Sources', 'Arn')] } })),
      'ENDPOINT-001?',
    ],
    [
      'whose triggers it may set',
      {
        ...committing({}),
        ...writing('codecommit', ['codecommit:GitPush', 'codecommit:PutRepositoryTriggers'], att('Sources', 'Arn')),
      },
      'ENDPOINT-001',
    ],
  ]);
});
