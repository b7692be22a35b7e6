import { type Glyphs, glyphsOf } from '../policy-language/glyph';
import { objectsOf } from '../policy-language/resource-arn';
import { bucketOutlets } from './buckets';
import { announced, busOutlets } from './buses';
import { deliveryOutlets } from './delivery-streams';
import { logOutlets } from './log-groups';
import type { Outlet, Thing } from './outlet';
import { passedOn } from './passed-on';
import { queueOutlets } from './queues';
import { readByPolicy } from './read-by-policy';
import { repositoryOutlets, sourceOutlets } from './repositories';
import { tableOutlets } from './tables';
import { taken } from './takers';
import { topicOutlets } from './topics';

/** A kind of thing that keeps or passes on what is put into it. */
export interface Kind {
  /** As its actions begin. */
  readonly service: string;
  /** Actions that put something into it, without the service. */
  readonly writes: readonly string[];
  /** Actions by which whoever may do them lets others read it, without the service. */
  readonly shares: readonly string[];
  /** What actions on the thing itself name. @default - its ARN */
  readonly itself?: (arn: Glyphs) => readonly Glyphs[];
  /** What actions on its contents name. @default - itself */
  readonly contents?: (arn: Glyphs) => readonly Glyphs[];
  readonly outlets: (thing: Thing) => readonly Outlet[];
}

const below =
  (...parts: readonly string[]) =>
  (arn: Glyphs): readonly Glyphs[] => [arn, ...parts.map((part) => [...arn, ...glyphsOf(part)])];

const table: Kind = {
  service: 'dynamodb',
  writes: ['PutItem', 'UpdateItem', 'BatchWriteItem', 'PartiQLInsert', 'PartiQLUpdate'],
  shares: ['PutResourcePolicy'],
  contents: below('/index/*', '/stream/*'),
  outlets: tableOutlets,
};

/** By type. AWS Service Authorization Reference, by service. */
export const kinds: Readonly<Record<string, Kind>> = {
  'AWS::S3::Bucket': {
    ...{ service: 's3', writes: ['PutObject'], shares: ['PutBucketPolicy'] },
    ...{ contents: (arn) => [objectsOf(arn)], outlets: bucketOutlets },
  },
  'AWS::S3Express::DirectoryBucket': {
    ...{ service: 's3express', writes: ['CreateSession'], shares: ['PutBucketPolicy'] },
    outlets: (thing) => readByPolicy(thing, ['s3express:CreateSession']),
  },
  'AWS::SQS::Queue': {
    ...{ service: 'sqs', writes: ['SendMessage'], shares: ['AddPermission', 'SetQueueAttributes'] },
    outlets: queueOutlets,
  },
  'AWS::SNS::Topic': {
    ...{ service: 'sns', writes: ['Publish'], shares: ['Subscribe', 'AddPermission', 'SetTopicAttributes'] },
    outlets: topicOutlets,
  },
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::Kinesis::Stream': {
    ...{ service: 'kinesis', writes: ['PutRecord', 'PutRecords'], shares: ['PutResourcePolicy'], contents: below('/consumer/*') },
    outlets: (thing) => [...readByPolicy(thing, ['kinesis:GetRecords', 'kinesis:SubscribeToShard']), ...taken(thing)],
  },
  'AWS::KinesisFirehose::DeliveryStream': {
    ...{ service: 'firehose', writes: ['PutRecord', 'PutRecordBatch'], shares: ['UpdateDestination'] },
    outlets: deliveryOutlets,
  },
  'AWS::Events::EventBus': { service: 'events', writes: ['PutEvents'], shares: ['PutPermission'], outlets: busOutlets },
  'AWS::Logs::LogGroup': {
    ...{
      service: 'logs',
      writes: ['PutLogEvents'],
      shares: ['PutSubscriptionFilter'],
      itself: below(':*'),
      contents: below(':*'),
    },
    outlets: logOutlets,
  },
  'AWS::Logs::Destination': {
    ...{ service: 'logs', writes: [], shares: [] },
    outlets: (thing) => passedOn(thing, thing.resource.properties.TargetArn, thing.resource.place),
  },
  'AWS::ECR::Repository': {
    ...{ service: 'ecr', writes: ['PutImage'], shares: ['SetRepositoryPolicy'] },
    outlets: repositoryOutlets,
  },
  'AWS::CodeCommit::Repository': {
    service: 'codecommit',
    writes: ['GitPush', 'CreateCommit', 'PutFile', 'DeleteFile', 'CreateBranch', 'MergeBranchesByFastForward'],
    shares: ['PutRepositoryTriggers'],
    outlets: sourceOutlets,
  },
  'AWS::SSM::Parameter': {
    ...{ service: 'ssm', writes: ['PutParameter'], shares: ['PutResourcePolicy'] },
    outlets: (thing) => [...readByPolicy(thing, ['ssm:GetParameter', 'ssm:GetParameters']), ...announced(thing, 'aws.ssm')],
  },
};
