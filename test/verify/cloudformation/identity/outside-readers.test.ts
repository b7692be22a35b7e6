import { describe } from 'vitest';
import { findingRows } from '../finding-rows';
import { att, egress, of, type Resources, ref } from '../network/airlock';

const sub = (text: string) => ({ 'Fn::Sub': text });

const own = { StringEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } } };
const endpoint = (statement: Record<string, unknown> = {}): Resources => ({
  Storage: of('EC2::VPCEndpoint', {
    VpcId: ref('Room'),
    ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' },
    VpcEndpointType: 'Gateway',
    RouteTableIds: [ref('RoomTable')],
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: '*',
          Action: ['s3:GetObject', 's3:PutObject'],
          Resource: '*',
          Condition: own,
          ...statement,
        },
      ],
    },
  }),
  ...egress({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }),
});
const writer = (resource: unknown = '*'): Resources => ({
  Agent: of('EC2::Instance', {
    SubnetId: ref('RoomSubnet'),
    SecurityGroupIds: [ref('AgentGroup')],
    IamInstanceProfile: ref('Profile'),
  }),
  Profile: of('IAM::InstanceProfile', { Roles: [ref('Role')] }),
  Role: of('IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    Policies: [
      { PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: resource }] } },
    ],
  }),
});
const open = {
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: false,
    BlockPublicPolicy: false,
    IgnorePublicAcls: false,
    RestrictPublicBuckets: false,
  },
};
const bucket = (properties: Record<string, unknown> = open, statement: Record<string, unknown> = {}): Resources => ({
  Site: of('S3::Bucket', properties),
  SitePolicy: of('S3::BucketPolicy', {
    Bucket: ref('Site'),
    PolicyDocument: {
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: { 'Fn::Sub': '${Site.Arn}/*' }, ...statement },
      ],
    },
  }),
});
const inSite = { 'Fn::Sub': '${Site.Arn}/*' };

describe('an agent with a confined way to S3', () => {
  findingRows([
    ['and no bucket', { ...endpoint(), ...writer() }],
    ['and a private bucket', { ...endpoint(), ...writer(), Site: of('S3::Bucket', {}) }],
    ['and a public bucket that it writes', { ...endpoint(), ...writer(inSite), ...bucket() }, 'ENDPOINT-001'],
    [
      'and a public bucket that it writes, by its access list',
      { ...endpoint(), ...writer(), Site: of('S3::Bucket', { ...open, AccessControl: 'PublicRead' }) },
      'ENDPOINT-001',
    ],
    [
      'and a public bucket that it may not write',
      { ...endpoint(), ...writer({ 'Fn::Sub': '${Other.Arn}/*' }), Other: of('S3::Bucket', {}), ...bucket() },
    ],
    [
      'and a public bucket that the endpoint keeps it from',
      { ...endpoint({ Resource: { 'Fn::Sub': '${Other.Arn}/*' } }), ...writer(), Other: of('S3::Bucket', {}), ...bucket() },
    ],
    [
      'and a public bucket that everybody writes, without a role',
      { ...endpoint(), ...bucket(open, { Action: ['s3:GetObject', 's3:PutObject'] }) },
      'ENDPOINT-001',
    ],
    [
      'and a bucket whose public policy S3 blocks',
      {
        ...endpoint(),
        ...writer(),
        ...bucket({ PublicAccessBlockConfiguration: { BlockPublicPolicy: true, RestrictPublicBuckets: true } }),
      },
    ],
    ['and a bucket whose policy S3 blocks by default', { ...endpoint(), ...writer(), ...bucket({}) }],
    [
      'and a bucket that a distribution reads',
      { ...endpoint(), ...writer(), ...bucket(open, { Principal: { Service: 'cloudfront.amazonaws.com' } }) },
    ],
    [
      'and a bucket for the account only',
      {
        ...endpoint(),
        ...writer(),
        ...bucket(open, { Condition: { StringEquals: { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } } } }),
      },
    ],
    [
      'and a bucket for some addresses',
      { ...endpoint(), ...writer(), ...bucket(open, { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }) },
      'ENDPOINT-001?',
    ],
    ['and a bucket whose block somebody sets', { ...endpoint(), ...writer(att('Site', 'Arn')), ...bucket() }],
  ]);
});

const foreign = 'arn:aws:iam::999999999999:root';
const reader = (AWS: unknown, more: Record<string, unknown> = {}): Resources => bucket({}, { Principal: { AWS }, ...more });
const storing = (...parts: readonly Resources[]): Resources => Object.assign({}, endpoint(), writer(inSite), ...parts);
const copying = (destination: Record<string, unknown>, Status: unknown = 'Enabled'): Resources =>
  storing({ Site: of('S3::Bucket', { ReplicationConfiguration: { Role: 'r', Rules: [{ Status, Destination: destination }] } }) });

describe('an agent that writes a bucket', () => {
  findingRows([
    // the number may be this account's
    ['that an account reads', storing(reader(foreign)), 'ENDPOINT-001?'],
    ['that an account reads by its number', storing(reader('999999999999')), 'ENDPOINT-001?'],
    [
      "that another account's role reads beside this account",
      storing(reader([sub('arn:aws:iam::${AWS::AccountId}:root'), 'arn:aws:iam::999999999999:role/x'])),
      'ENDPOINT-001?',
    ],
    [
      'that this account and another read',
      storing(reader([sub('arn:aws:iam::${AWS::AccountId}:root'), foreign])),
      'ENDPOINT-001',
    ],
    ['that two accounts read', storing(reader([foreign, '111111111111'])), 'ENDPOINT-001'],
    ['that an account reads whose number is imported', storing(reader({ 'Fn::ImportValue': 'reader' })), 'ENDPOINT-001?'],
    [
      'that the accounts of an organisation read',
      storing(reader('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } })),
      'ENDPOINT-001?',
    ],
    ['that this account reads', storing(reader(sub('arn:aws:iam::${AWS::AccountId}:root')))],
    ['that this account reads by its number', storing(reader(ref('AWS::AccountId')))],
    ['that a role of the inputs reads', storing(reader(att('Role', 'Arn')))],
    [
      "that a distribution's own user reads",
      storing(reader('arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1')),
    ],
    ['into which an account only puts', storing(reader(foreign, { Action: 's3:PutObject' }))],
    ['that is copied to another account', copying({ Bucket: 'arn:aws:s3:::theirs', Account: '999999999999' }), 'ENDPOINT-001'],
    ['that is copied to a bucket of nobody knows whom', copying({ Bucket: 'arn:aws:s3:::theirs' }), 'ENDPOINT-001?'],
    ['that was copied to another account', copying({ Bucket: 'arn:aws:s3:::theirs', Account: '999999999999' }, 'Disabled')],
    ['that is copied within the account', storing(copying({ Bucket: att('Copy', 'Arn') }), { Copy: of('S3::Bucket', {}) })],
    ['that is copied to this account by its number', copying({ Bucket: 'arn:aws:s3:::ours', Account: ref('AWS::AccountId') })],
  ]);
});

const messages = (service: string, Action: string, Resource: unknown): Resources => ({
  ...egress({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' }),
  Messages: of('EC2::VPCEndpoint', {
    ...{ VpcId: ref('Room'), VpcEndpointType: 'Interface', SubnetIds: [ref('RoomSubnet')] },
    ...{ ServiceName: sub(`com.amazonaws.\${AWS::Region}.${service}`), SecurityGroupIds: [ref('MessagesGroup')] },
    PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action, Resource }] },
  }),
  MessagesGroup: of('EC2::SecurityGroup', {
    ...{ GroupDescription: 'messages', VpcId: ref('Room') },
    SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/16' }],
  }),
  ...writer(Resource),
});
const sending = (...parts: readonly Resources[]): Resources => {
  const all: Resources = Object.assign(messages('sns', 'sns:Publish', ref('Topic')), { Topic: of('SNS::Topic', {}) }, ...parts);
  return allowing(all, 'sns:Publish');
};
const queueing = (...parts: readonly Resources[]): Resources => {
  const arn = att('Queue', 'Arn');
  const all: Resources = Object.assign(messages('sqs', 'sqs:SendMessage', arn), { Queue: of('SQS::Queue', {}) }, ...parts);
  return allowing(all, 'sqs:SendMessage');
};
const allowing = (all: Resources, Action: string): Resources => ({
  ...all,
  Sending: of('IAM::Policy', {
    ...{ PolicyName: 'sending', Roles: [ref('Role')] },
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: '*' }] },
  }),
});
const subscription = (Protocol: unknown, Endpoint: unknown, topic: unknown = ref('Topic')): Resources => ({
  Subscription: of('SNS::Subscription', { TopicArn: topic, Protocol, Endpoint }),
});
const topicPolicy = (statement: Record<string, unknown>): Resources => ({
  TopicPolicy: of('SNS::TopicPolicy', {
    Topics: [ref('Topic')],
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sns:Subscribe', Resource: ref('Topic'), ...statement }] },
  }),
});
const queuePolicy = (statement: Record<string, unknown>): Resources => ({
  QueuePolicy: of('SQS::QueuePolicy', {
    Queues: [ref('Queue')],
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: att('Queue', 'Arn'), ...statement }] },
  }),
});
const ownersOnly = { Condition: { StringEquals: { 'AWS:SourceOwner': ref('AWS::AccountId') } } };

describe('an agent that publishes to a topic', () => {
  findingRows([
    ['that nobody subscribes to', sending()],
    ['that a web server subscribes to', sending(subscription('https', 'https://evil.example.org')), 'ENDPOINT-001'],
    [
      'that a web server subscribes to by the ARN',
      sending(subscription('https', 'https://evil.example.org', att('Topic', 'TopicArn'))),
      'ENDPOINT-001',
    ],
    ['that a person subscribes to', sending(subscription('email', { 'Fn::Sub': 'me@example.org' })), 'ENDPOINT-001'],
    [
      'with a subscriber inside',
      sending({ Topic: of('SNS::Topic', { Subscription: [{ Protocol: 'https', Endpoint: 'https://x.example' }] }) }),
      'ENDPOINT-001',
    ],
    [
      "that another account's queue subscribes to",
      sending(subscription('sqs', 'arn:aws:sqs:eu-west-1:999999999999:q')),
      'ENDPOINT-001?',
    ],
    ['that its own queue subscribes to', sending(subscription('sqs', att('Queue', 'Arn')), { Queue: of('SQS::Queue', {}) })],
    [
      'that a queue subscribes to which everybody reads',
      sending(subscription('sqs', att('Queue', 'Arn')), { Queue: of('SQS::Queue', {}) }, queuePolicy({ Principal: '*' })),
      'ENDPOINT-001',
    ],
    ['that everybody may subscribe to', sending(topicPolicy({ Principal: '*' })), 'ENDPOINT-001'],
    ['that everything of the owner may subscribe to', sending(topicPolicy({ Principal: { AWS: '*' }, ...ownersOnly }))],
    ['that services may publish to', sending(topicPolicy({ Principal: { Service: 's3.amazonaws.com' }, Action: 'sns:Publish' }))],
    [
      'that it may not publish to',
      { ...sending(subscription('https', 'https://evil.example.org')), Sending: of('SNS::Topic', {}) },
    ],
  ]);
});

describe('an agent that sends to a queue', () => {
  findingRows([
    ['that nobody else reads', queueing()],
    ['that everybody reads', queueing(queuePolicy({ Principal: '*' })), 'ENDPOINT-001'],
    ['that an account reads', queueing(queuePolicy({ Principal: { AWS: foreign } })), 'ENDPOINT-001?'],
    ['to which everybody sends', queueing(queuePolicy({ Principal: '*', Action: 'sqs:SendMessage' }))],
    [
      'whose policy denies plain requests',
      queueing(queuePolicy({ Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })),
    ],
    ['that a topic sends to', queueing(queuePolicy({ Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage' }))],
  ]);
});
