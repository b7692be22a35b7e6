// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's templates, not JavaScript's
import { describe } from 'vitest';
import { findingRows } from '../finding-rows';
import { att, of, type Resources, ref } from '../network/airlock';
import { foreign, strangers, sub, writing } from './writing-agent';

const all = (...parts: readonly Resources[]): Resources => Object.assign({}, ...parts);
const allow = (Action: string, AWS: unknown, Resource: unknown = '*') => ({
  Statement: [{ Effect: 'Allow', Principal: { AWS }, Action, Resource }],
});
const elsewhere = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:999999999999:${resource}`;
const ours = (service: string, resource: string) =>
  sub(`arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`);

const keeping = (properties: Record<string, unknown> = {}, ...parts: readonly Resources[]): Resources =>
  all(writing('dynamodb', 'dynamodb:PutItem', att('Table', 'Arn')), { Table: of('DynamoDB::Table', properties) }, ...parts);
const readBy = (AWS: unknown, Action = 'dynamodb:Scan') => ({ ResourcePolicy: { PolicyDocument: allow(Action, AWS) } });
const stream: Resources = { Stream: of('Kinesis::Stream', {}) };
const streamPolicy = (AWS: unknown, Action: string, ResourceArn: unknown = att('Stream', 'Arn')): Resources => ({
  StreamPolicy: of('Kinesis::ResourcePolicy', { ResourceArn, ResourcePolicy: allow(Action, AWS, ResourceArn) }),
});

describe('an agent that writes a table', () => {
  findingRows([
    ['of its own account', keeping()],
    ['that an account reads', keeping(readBy(foreign)), 'ENDPOINT-001?'],
    ['that two accounts read', keeping(readBy(strangers)), 'ENDPOINT-001'],
    ['that this account reads', keeping(readBy(sub('arn:aws:iam::${AWS::AccountId}:root')))],
    ['that others write', keeping(readBy(strangers, 'dynamodb:PutItem'))],
    ['that everybody would read if DynamoDB took such policies', keeping(readBy('*'))],
    [
      'of which two accounts read the stream',
      keeping({ StreamSpecification: { StreamViewType: 'NEW_IMAGE', ...readBy(strangers, 'dynamodb:GetRecords') } }),
      'ENDPOINT-001',
    ],
    [
      'of which a copy is read by two accounts',
      all(keeping(), {
        Table: of('DynamoDB::GlobalTable', {
          Replicas: [{ Region: 'eu-west-1' }, { Region: 'eu-west-2', ...readBy(strangers) }],
        }),
      }),
      'ENDPOINT-001',
    ],
    [
      "that is a copy of an account's",
      all(keeping(), {
        Table: of('DynamoDB::GlobalTable', { Replicas: [], GlobalTableSourceArn: elsewhere('dynamodb', 'table/t') }),
      }),
      'ENDPOINT-001?',
    ],
    [
      'that a stream follows which two accounts read',
      keeping(
        { KinesisStreamSpecification: { StreamArn: att('Stream', 'Arn') } },
        stream,
        streamPolicy(strangers, 'kinesis:GetRecords'),
      ),
      'ENDPOINT-001',
    ],
    [
      'that a stream of this account follows',
      keeping({ KinesisStreamSpecification: { StreamArn: att('Stream', 'Arn') } }, stream),
    ],
    [
      "that a pipe takes to another account's queue",
      keeping({}, { Pipe: of('Pipes::Pipe', { Source: att('Table', 'StreamArn'), Target: elsewhere('sqs', 'q') }) }),
      'ENDPOINT-001?',
    ],
    [
      'that a pipe takes wherever it is told',
      {
        resources: keeping({}, { Pipe: of('Pipes::Pipe', { Source: att('Table', 'StreamArn'), Target: ref('Where') }) }),
        parameters: { Where: { Type: 'String' } },
      },
      'ENDPOINT-001',
    ],
    [
      'that a pipe has stopped taking',
      keeping(
        {},
        { Pipe: of('Pipes::Pipe', { Source: att('Table', 'StreamArn'), Target: ref('Where'), DesiredState: 'STOPPED' }) },
      ),
    ],
  ]);
});

const streaming = (...parts: readonly Resources[]): Resources =>
  all(writing('kinesis-streams', 'kinesis:PutRecord', att('Stream', 'Arn')), stream, ...parts);
const consumer: Resources = { Consumer: of('Kinesis::StreamConsumer', { ConsumerName: 'c', StreamARN: att('Stream', 'Arn') }) };
const delivery = (properties: Record<string, unknown>): Resources => ({
  Delivery: of('KinesisFirehose::DeliveryStream', properties),
});
const web = { HttpEndpointDestinationConfiguration: { EndpointConfiguration: { Url: 'https://logs.example.org/in' } } };
const fromStream = { KinesisStreamSourceConfiguration: { KinesisStreamARN: att('Stream', 'Arn') } };

describe('an agent that writes a stream', () => {
  findingRows([
    ['of its own account', streaming()],
    ['that two accounts read', streaming(streamPolicy(strangers, 'kinesis:GetRecords')), 'ENDPOINT-001'],
    ['that an account reads', streaming(streamPolicy(foreign, 'kinesis:*')), 'ENDPOINT-001?'],
    ['that two accounts write', streaming(streamPolicy(strangers, 'kinesis:PutRecord'))],
    [
      'that two accounts read as a consumer',
      streaming(consumer, streamPolicy(strangers, 'kinesis:SubscribeToShard', ref('Consumer'))),
      'ENDPOINT-001?',
    ],
    ['that a web server is delivered', streaming(delivery({ ...fromStream, ...web })), 'ENDPOINT-001'],
    [
      'that a bucket of this account is delivered',
      streaming(delivery({ ...fromStream, ExtendedS3DestinationConfiguration: { BucketARN: att('Kept', 'Arn') } }), {
        Kept: of('S3::Bucket', {}),
      }),
    ],
    [
      'beside one that a web server is delivered',
      streaming(delivery({ ...web, KinesisStreamSourceConfiguration: { KinesisStreamARN: att('Other', 'Arn') } }), {
        Other: of('Kinesis::Stream', {}),
      }),
    ],
    [
      'that perhaps is the one that a web server is delivered',
      streaming(delivery({ ...web, KinesisStreamSourceConfiguration: { KinesisStreamARN: { 'Fn::ImportValue': 'stream' } } })),
      'ENDPOINT-001?',
    ],
  ]);
});

const delivering = (properties: Record<string, unknown>, ...parts: readonly Resources[]): Resources =>
  all(writing('kinesis-firehose', 'firehose:PutRecord', att('Delivery', 'Arn')), delivery(properties), ...parts);
const intoBucket = (BucketARN: unknown) => ({ S3DestinationConfiguration: { BucketARN } });

describe('an agent that writes a delivery stream', () => {
  findingRows([
    ['to a bucket of this account', delivering(intoBucket(att('Kept', 'Arn')), { Kept: of('S3::Bucket', {}) })],
    ['to a bucket that nobody knows', delivering(intoBucket('arn:aws:s3:::somewhere')), 'ENDPOINT-001?'],
    [
      'to a bucket that a parameter names',
      { resources: delivering(intoBucket(ref('Where'))), parameters: { Where: { Type: 'String' } } },
      'ENDPOINT-001',
    ],
    ['to a web server', delivering(web), 'ENDPOINT-001'],
    [
      'to a collector of logs',
      delivering({ SplunkDestinationConfiguration: { HECEndpoint: 'https://splunk.example.org' } }),
      'ENDPOINT-001',
    ],
    [
      'with copies of what failed in a bucket that nobody knows',
      delivering(
        {
          HttpEndpointDestinationConfiguration: {
            EndpointConfiguration: { Url: att('Api', 'ApiEndpoint') },
            S3Configuration: { BucketARN: 'arn:aws:s3:::x' },
          },
        },
        { Api: of('ApiGatewayV2::Api', {}) },
      ),
      'ENDPOINT-001?',
    ],
  ]);
});

const telling = (...parts: readonly Resources[]): Resources =>
  all(writing('events', 'events:PutEvents', att('Bus', 'Arn')), { Bus: of('Events::EventBus', { Name: 'bus' }) }, ...parts);
const rule = (target: Record<string, unknown>, properties: Record<string, unknown> = {}): Resources => ({
  Rule: of('Events::Rule', {
    EventBusName: ref('Bus'),
    EventPattern: { source: ['agent'] },
    Targets: [{ Id: '1', ...target }],
    ...properties,
  }),
});
const toDefault = (...parts: readonly Resources[]): Resources =>
  all(writing('events', 'events:PutEvents', ours('events', 'event-bus/default')), ...parts);
const bus = elsewhere('events', 'event-bus/theirs');
const hook: Resources = {
  Hook: of('Events::ApiDestination', { ConnectionArn: 'c', HttpMethod: 'POST', InvocationEndpoint: 'https://x.example/' }),
};

describe('an agent that puts events', () => {
  findingRows([
    ['on a bus without rules', telling()],
    ["on a bus with a rule for another account's bus", telling(rule({ Arn: bus })), 'ENDPOINT-001?'],
    ['on a bus with a rule that calls a web server', telling(hook, rule({ Arn: att('Hook', 'Arn') })), 'ENDPOINT-001'],
    ['on a bus with a rule that calls it with a text of its own', telling(hook, rule({ Arn: att('Hook', 'Arn'), Input: '{}' }))],
    ['on a bus with a rule that is off', telling(hook, rule({ Arn: att('Hook', 'Arn') }, { State: 'DISABLED' }))],
    [
      "on a bus with a rule for AWS's events",
      telling(hook, rule({ Arn: att('Hook', 'Arn') }, { EventPattern: { source: ['aws.ecs'] } })),
    ],
    [
      'on a bus with a clock',
      telling(hook, rule({ Arn: att('Hook', 'Arn') }, { EventPattern: undefined, ScheduleExpression: 'rate(1 day)' })),
    ],
    [
      "on a bus with a rule for some accounts' events",
      telling(hook, rule({ Arn: att('Hook', 'Arn') }, { EventPattern: { account: ['1'] } })),
      'ENDPOINT-001?',
    ],
    ['on a bus with a rule for a queue', telling(rule({ Arn: att('Queue', 'Arn') }), { Queue: of('SQS::Queue', {}) })],
    [
      'on a bus with a rule for a topic that a person reads',
      telling(rule({ Arn: ref('Topic') }), {
        Topic: of('SNS::Topic', { Subscription: [{ Protocol: 'email', Endpoint: 'me@example.org' }] }),
      }),
      'ENDPOINT-001',
    ],
    [
      'beside a bus with a rule that calls a web server',
      telling(
        hook,
        { Other: of('Events::EventBus', { Name: 'other' }) },
        rule({ Arn: att('Hook', 'Arn') }, { EventBusName: ref('Other') }),
      ),
    ],
    [
      'on the default bus with a rule that calls a web server',
      toDefault(hook, rule({ Arn: att('Hook', 'Arn') }, { EventBusName: undefined })),
      'ENDPOINT-001',
    ],
    [
      "on the default bus with a rule for AWS's events",
      toDefault(hook, rule({ Arn: att('Hook', 'Arn') }, { EventBusName: 'default', EventPattern: { source: ['aws.s3'] } })),
    ],
    [
      'on a bus at which two accounts may make rules',
      telling({
        BusPolicy: of('Events::EventBusPolicy', {
          EventBusName: ref('Bus'),
          StatementId: 's',
          Statement: { Effect: 'Allow', Principal: { AWS: strangers }, Action: 'events:*', Resource: '*' },
        }),
      }),
      'ENDPOINT-001',
    ],
    [
      'on a bus where others may put theirs',
      telling({
        BusPolicy: of('Events::EventBusPolicy', {
          EventBusName: ref('Bus'),
          StatementId: 's',
          Principal: '999999999999',
          Action: 'events:PutEvents',
        }),
      }),
    ],
  ]);
});

const logging = (...parts: readonly Resources[]): Resources =>
  all(
    writing('logs', 'logs:PutLogEvents', att('Logs', 'Arn')),
    { Logs: of('Logs::LogGroup', { LogGroupName: '/agent' }) },
    ...parts,
  );
const filter = (DestinationArn: unknown, LogGroupName: unknown = ref('Logs')): Resources => ({
  Filter: of('Logs::SubscriptionFilter', { LogGroupName, DestinationArn, FilterPattern: '' }),
});
const forAll = (DestinationArn: string, PolicyType = 'SUBSCRIPTION_FILTER_POLICY'): Resources => ({
  Account: of('Logs::AccountPolicy', { PolicyName: 'p', PolicyType, PolicyDocument: JSON.stringify({ DestinationArn }) }),
});
const link = (ResourceTypes: readonly string[], SinkIdentifier: unknown): Resources => ({
  Link: of('Oam::Link', { ResourceTypes, SinkIdentifier }),
});
const sink = elsewhere('oam', 'sink/1');

describe('an agent that writes logs', () => {
  findingRows([
    ['that nobody else reads', logging()],
    ["that go to another account's destination", logging(filter(elsewhere('logs', 'destination:d'))), 'ENDPOINT-001?'],
    [
      "that go to another account's destination by the group's name",
      logging(filter(elsewhere('logs', 'destination:d'), '/agent')),
      'ENDPOINT-001?',
    ],
    ['beside some that go to another account', logging(filter(elsewhere('logs', 'destination:d'), '/other'))],
    ['that a web server is delivered', logging(filter(att('Delivery', 'Arn')), delivery(web)), 'ENDPOINT-001'],
    ['that a function of this account takes', logging(filter(ours('lambda', 'function:f'))), 'ENDPOINT-001?'],
    ['of an account that sends all of them away', logging(forAll(elsewhere('logs', 'destination:d'))), 'ENDPOINT-001?'],
    ['of an account that protects all of them', logging(forAll(elsewhere('logs', 'destination:d'), 'DATA_PROTECTION_POLICY'))],
    ['that another account watches', logging(link(['AWS::Logs::LogGroup'], sink)), 'ENDPOINT-001?'],
    ['of an account whose figures another watches', logging(link(['AWS::CloudWatch::Metric'], sink))],
  ]);
});

const pushing = (...parts: readonly Resources[]): Resources =>
  all(writing('ecr.api', 'ecr:PutImage', att('Images', 'Arn')), { Images: of('ECR::Repository', {}) }, ...parts);
const pulled = (AWS: unknown): Resources => ({
  Images: of('ECR::Repository', { RepositoryPolicyText: allow('ecr:BatchGetImage', AWS) }),
});
const copied = (RegistryId: unknown): Resources => ({
  Copies: of('ECR::ReplicationConfiguration', {
    ReplicationConfiguration: { Rules: [{ Destinations: [{ Region: 'eu-west-2', RegistryId }] }] },
  }),
});

describe('an agent that pushes images', () => {
  findingRows([
    ['that nobody else pulls', pushing()],
    ['that two accounts pull', pushing(pulled(strangers)), 'ENDPOINT-001'],
    ['that are copied to an account', pushing(copied('999999999999')), 'ENDPOINT-001?'],
    ['that are copied to another region', pushing(copied(ref('AWS::AccountId')))],
  ]);
});

const owning = (service: string, Action: readonly string[], type: string, arn: unknown = att('Thing', 'Arn')): Resources =>
  all(writing(service, Action, arn), { Thing: of(type, {}) });

describe('an agent that may open to others what it writes:', () => {
  findingRows([
    ['a bucket', owning('s3', ['s3:*'], 'S3::Bucket', [att('Thing', 'Arn'), sub('${Thing.Arn}/*')]), 'ENDPOINT-001'],
    ['only the objects of a bucket', owning('s3', ['s3:*'], 'S3::Bucket', sub('${Thing.Arn}/*'))],
    ['a bucket that it may not write', owning('s3', ['s3:PutBucketPolicy'], 'S3::Bucket')],
    ['a queue', owning('sqs', ['sqs:*'], 'SQS::Queue'), 'ENDPOINT-001'],
    ['a queue that it only uses', owning('sqs', ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:GetQueueUrl'], 'SQS::Queue')],
    ['a topic, by subscribing', owning('sns', ['sns:Publish', 'sns:Subscribe'], 'SNS::Topic', ref('Thing')), 'ENDPOINT-001'],
    ['a table', owning('dynamodb', ['dynamodb:*'], 'DynamoDB::Table'), 'ENDPOINT-001'],
    ['a stream', owning('kinesis-streams', ['kinesis:*'], 'Kinesis::Stream'), 'ENDPOINT-001'],
    ['a delivery stream', owning('kinesis-firehose', ['firehose:*'], 'KinesisFirehose::DeliveryStream'), 'ENDPOINT-001'],
    ['a bus', owning('events', ['events:PutEvents', 'events:PutPermission'], 'Events::EventBus'), 'ENDPOINT-001'],
    ['a log group', owning('logs', ['logs:*'], 'Logs::LogGroup'), 'ENDPOINT-001'],
  ]);
});

const storing = (statement: Record<string, unknown>, ...parts: readonly Resources[]): Resources =>
  all(
    writing('s3', 's3:PutObject', sub('${Kept.Arn}/*')),
    {
      Kept: of('S3::Bucket', {}),
      KeptPolicy: of('S3::BucketPolicy', {
        Bucket: ref('Kept'),
        PolicyDocument: {
          Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: sub('${Kept.Arn}/*'), ...statement }],
        },
      }),
    },
    ...parts,
  );
const from = (key: string, value: unknown) => ({ Condition: { StringEquals: { [key]: value } } });
const delegating = from('s3:DataAccessPointAccount', ref('AWS::AccountId'));
const point = (AWS: unknown, Bucket: unknown = ref('Kept')): Resources => ({
  Point: of('S3::AccessPoint', { Bucket, Policy: allow('s3:GetObject', AWS) }),
});

describe('an agent that writes a bucket that is public by no means', () => {
  findingRows([
    [
      'but readable from some addresses',
      storing({ Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.7/32' } } }),
      'ENDPOINT-001?',
    ],
    ['but readable from a network that the inputs do not make', storing(from('aws:SourceVpc', 'vpc-0abc')), 'ENDPOINT-001?'],
    ['but readable by an endpoint that the inputs do not make', storing(from('aws:SourceVpce', 'vpce-0abc')), 'ENDPOINT-001?'],
    ['and readable by its own endpoint', storing(from('aws:SourceVpce', ref('Way')))],
    ['but readable by an access point of two accounts', storing(delegating, point(strangers)), 'ENDPOINT-001?'],
    ['and readable by an access point of this account', storing(delegating, point(sub('arn:aws:iam::${AWS::AccountId}:root')))],
    [
      'beside one with an access point of two accounts',
      storing(delegating, point(strangers, ref('Other')), { Other: of('S3::Bucket', {}) }),
    ],
  ]);
});

const express = (AWS: unknown): Resources =>
  all(writing('s3express', 's3express:CreateSession', att('Fast', 'Arn')), {
    Fast: of('S3Express::DirectoryBucket', { DataRedundancy: 'SingleAvailabilityZone', LocationName: 'euw1-az1' }),
    FastPolicy: of('S3Express::BucketPolicy', { Bucket: ref('Fast'), PolicyDocument: allow('s3express:CreateSession', AWS) }),
  });

describe('an agent that writes a directory bucket', () => {
  findingRows([
    ['of this account', express(sub('arn:aws:iam::${AWS::AccountId}:root'))],
    ['that two accounts read', express(strangers), 'ENDPOINT-001'],
    ['that an account reads', express(foreign), 'ENDPOINT-001?'],
  ]);
});

const letters = (AWS: unknown): Resources =>
  all(writing('sqs', 'sqs:SendMessage', att('Queue', 'Arn')), {
    Queue: of('SQS::Queue', { RedrivePolicy: { deadLetterTargetArn: att('Dead', 'Arn'), maxReceiveCount: 3 } }),
    Dead: of('SQS::Queue', {}),
    DeadPolicy: of('SQS::QueuePolicy', { Queues: [ref('Dead')], PolicyDocument: allow('sqs:ReceiveMessage', AWS) }),
  });

describe('an agent that sends to a queue', () => {
  findingRows([
    ['whose dead letters two accounts read', letters(strangers), 'ENDPOINT-001?'],
    ['whose dead letters this account reads', letters(sub('arn:aws:iam::${AWS::AccountId}:root'))],
  ]);
});

describe('an agent with a way to a service that hands on what it is sent:', () => {
  findingRows([
    ['mail', writing('email', 'ses:SendEmail', ours('ses', 'identity/example.org')), 'ENDPOINT-001'],
    ['mail that it may only look at', writing('email', 'ses:GetEmailIdentity', ours('ses', 'identity/example.org'))],
    ['APIs', writing('execute-api', 'execute-api:Invoke', ours('execute-api', '*')), 'ENDPOINT-001?'],
    ['GraphQL APIs', writing('appsync-api', 'appsync:GraphQL', ours('appsync', 'apis/*')), 'ENDPOINT-001?'],
    ['messages of devices', writing('iot.data', 'iot:Publish', ours('iot', 'topic/t')), 'ENDPOINT-001?'],
  ]);
});
