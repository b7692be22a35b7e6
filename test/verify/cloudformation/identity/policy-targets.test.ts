// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's templates, not JavaScript's
import { describe } from 'vitest';
import { findingRows } from '../finding-rows';
import { att, of, type Resources, ref } from '../network/airlock';
import { strangers, sub, writing } from './writing-agent';

/** A thing that an agent writes, named `shared`, and a policy beside it that lets two accounts read what it names. */
interface Shared {
  readonly service: string;
  readonly writes: string;
  readonly reads: string;
  readonly type: string;
  readonly name: string;
  /** The part of the ARN after the account, with `NAME` for the name. */
  readonly part: string;
  readonly policy: string;
  readonly target: string;
  readonly document: string;
}

const shared =
  (service: string, part: string, type: string, name: string) =>
  (writes: string, reads: string) =>
  (policy: string, target: string, document: string): Shared => ({
    ...{ service, part, type, name, writes, reads, policy, target, document },
  });

const queue = shared('sqs', 'sqs:NAME', 'SQS::Queue', 'QueueName')('sqs:SendMessage', 'sqs:ReceiveMessage');
const topic = shared('sns', 'sns:NAME', 'SNS::Topic', 'TopicName')('sns:Publish', 'sns:Subscribe');
const stream = shared(
  'kinesis-streams',
  'kinesis:stream/NAME',
  'Kinesis::Stream',
  'Name',
)('kinesis:PutRecord', 'kinesis:GetRecords');
const parameter = shared('ssm', 'ssm:parameter/NAME', 'SSM::Parameter', 'Name')('ssm:PutParameter', 'ssm:GetParameter');

const policies: Readonly<Record<string, Shared>> = {
  'a policy of an SSM parameter': parameter('SSM::ResourcePolicy', 'ResourceArn', 'Policy'),
  'a policy of a stream': stream('Kinesis::ResourcePolicy', 'ResourceArn', 'ResourcePolicy'),
  'a policy of a topic': topic('SNS::TopicPolicy', 'Topics', 'PolicyDocument'),
  'an inline policy of a topic': topic('SNS::TopicInlinePolicy', 'TopicArn', 'PolicyDocument'),
  'a policy of a queue': queue('SQS::QueuePolicy', 'Queues', 'PolicyDocument'),
  'an inline policy of a queue': queue('SQS::QueueInlinePolicy', 'Queue', 'PolicyDocument'),
};

const arn = ({ part }: Shared, name: string, account = '${AWS::AccountId}', region = '${AWS::Region}') => {
  const [service, rest = ''] = part.split(':');
  return `arn:aws:${service}:${region}:${account}:${rest.replace('NAME', name)}`;
};

const named = (by: Shared, target: unknown, name: unknown = 'shared'): Resources => ({
  ...writing(by.service, by.writes, sub(arn(by, 'shared'))),
  Shared: of(by.type, {
    [by.name]: name,
    ...(by === policies['a policy of an SSM parameter'] && { Type: 'String', Value: 'v' }),
  }),
  Other: of(by.type, { [by.name]: 'other' }),
  Policy: of(by.policy, {
    [by.target]: target,
    [by.document]: { Statement: [{ Effect: 'Allow', Principal: { AWS: strangers }, Action: by.reads, Resource: '*' }] },
  }),
});

describe.each(Object.entries(policies))('%s that lets two accounts read names what it is of', (_, by) => {
  findingRows([
    ['by reference', named(by, ref('Shared')), 'ENDPOINT-001'],
    ['by its ARN in text', named(by, sub(arn(by, 'shared'))), 'ENDPOINT-001'],
    ['by its ARN in parts', named(by, { 'Fn::Join': ['', [sub(arn(by, '')), 'shared']] }), 'ENDPOINT-001'],
    ['by its ARN of an account that may be this one', named(by, sub(arn(by, 'shared', '111111111111'))), 'ENDPOINT-001?'],
    ['by its ARN of a region that may be this one', named(by, sub(arn(by, 'shared', undefined, 'eu-west-1'))), 'ENDPOINT-001?'],
    ['by an import', named(by, { 'Fn::ImportValue': 'what' }), 'ENDPOINT-001?'],
    ['by an ARN that its name may make', named(by, sub(arn(by, 'shared')), ref('AWS::StackName')), 'ENDPOINT-001?'],
    ['by an ARN, having a name that AWS makes', named(by, sub(arn(by, 'shared')), null)],
    ['as another by reference', named(by, ref('Other'))],
    ['as another by its ARN in text', named(by, sub(arn(by, 'other')))],
    ['as another that begins alike', named(by, sub(arn(by, 'shared-too')))],
  ]);
});

const role = { AWS: att('Role', 'Arn') };
const agent: Resources = { ...writing('sqs', 'sqs:SendMessage', att('Queue', 'Arn')), Queue: of('SQS::Queue', {}) };
const secret = (SecretId: unknown): Resources => ({
  ...agent,
  Secret: of('SecretsManager::Secret', { Name: 'key' }),
  Policy: of('SecretsManager::ResourcePolicy', {
    SecretId,
    ResourcePolicy: {
      Statement: [{ Effect: 'Allow', Principal: role, Action: 'secretsmanager:GetSecretValue', Resource: '*' }],
    },
  }),
});

describe('a policy of a secret that lets the agent read names what it is of', () => {
  findingRows([
    ['by reference', secret(ref('Secret')), 'IAM-001'],
    ['by its name', secret('key'), 'IAM-001'],
    ['by its ARN', secret(sub('arn:aws:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:key-AbCdEf')), 'IAM-001'],
    ['as another', secret('other')],
  ]);
});

const called = (FunctionName: unknown): Resources => ({
  ...agent,
  Code: of('Lambda::Function', { FunctionName: 'code', Role: 'arn:aws:iam::111111111111:role/x' }),
  Live: of('Lambda::Alias', { FunctionName: ref('Code'), FunctionVersion: '1', Name: 'live' }),
  Permission: of('Lambda::Permission', { FunctionName, Principal: att('Role', 'Arn'), Action: 'lambda:InvokeFunction' }),
});

describe('a permission for the agent names the function', () => {
  findingRows([
    ['by reference', called(ref('Code')), 'IAM-006?'],
    ['by its alias', called(ref('Live')), 'IAM-006?'],
    ['by its name', called('code'), 'IAM-006?'],
    ['by its name and version', called('code:live'), 'IAM-006?'],
    ['by a part of its ARN', called(sub('${AWS::AccountId}:function:code')), 'IAM-006?'],
    ['by its ARN', called(sub('arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:code:live')), 'IAM-006?'],
    ['as another', called('code-too')],
  ]);
});

const pushing = (Statement: Record<string, unknown>): Resources => ({
  ...writing('ecr.api', 'ecr:PutImage', att('Images', 'Arn')),
  Images: of('ECR::Repository', { RepositoryName: 'images' }),
  Policy: of('ECR::RegistryPolicy', { PolicyText: { Statement: [{ Effect: 'Allow', ...Statement }] } }),
});
const repository = sub('arn:aws:ecr:${AWS::Region}:${AWS::AccountId}:repository/images');

describe('a policy of a registry lets two accounts', () => {
  findingRows([
    ['pull', pushing({ Principal: { AWS: strangers }, Action: 'ecr:BatchGetImage', Resource: '*' }), 'ENDPOINT-001'],
    ['pull what it names', pushing({ Principal: { AWS: strangers }, Action: 'ecr:*', Resource: repository }), 'ENDPOINT-001'],
    ['put copies of theirs', pushing({ Principal: { AWS: strangers }, Action: 'ecr:ReplicateImage', Resource: '*' })],
  ]);
});
