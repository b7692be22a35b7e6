import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { DeliveryStream, S3Bucket, StreamEncryption } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnSubscriptionFilter, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';

/** How long records can't be deleted. */
export interface ObjectLock {
  readonly days: number;
  /**
   * `compliance`: nobody can shorten it, the account's root included; `governance`: some may.
   * @default 'compliance'
   */
  readonly mode?: 'compliance' | 'governance';
  /** A bucket with Object Lock and a default retention of its own. @default - a new one */
  readonly bucket?: IBucket;
}

interface AuditArchiveProps extends ObjectLock {
  readonly key: IKey;
  readonly logGroups: readonly ILogGroup[];
}

/** Copies log groups to a bucket with Object Lock; at most 5 minutes behind. */
export class AuditArchive extends AirlockConstruct {
  readonly bucket: IBucket;

  constructor(scope: Construct, id: string, props: AuditArchiveProps) {
    super(scope, id);
    if (!Number.isInteger(props.days) || props.days < 1) {
      throw new Error(`objectLock.days must be a whole number of days, 1 or more, got ${props.days}`);
    }
    this.bucket = props.bucket ?? lockedBucket(this, props);
    const stream = new DeliveryStream(this, 'Stream', {
      encryption: StreamEncryption.customerManagedKey(props.key),
      // CloudWatch Logs sends gzip already
      destination: new S3Bucket(this.bucket, {
        encryptionKey: props.key,
        bufferingInterval: Duration.minutes(5),
        dataOutputPrefix: 'records/!{timestamp:yyyy/MM/dd}/',
        errorOutputPrefix: 'failed/!{firehose:error-output-type}/',
      }),
    });
    props.logGroups.forEach((group) => {
      subscribe(this, group, stream);
    });
  }
}

function lockedBucket(scope: Construct, { key, days, mode }: AuditArchiveProps): Bucket {
  const retention = Duration.days(days);
  return new Bucket(scope, 'Bucket', {
    objectLockDefaultRetention:
      mode === 'governance' ? ObjectLockRetention.governance(retention) : ObjectLockRetention.compliance(retention),
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    enforceSSL: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

function subscribe(scope: Construct, group: ILogGroup, stream: DeliveryStream): void {
  const role = new Role(scope, `${group.node.id}Subscription`, {
    assumedBy: new ServicePrincipal('logs.amazonaws.com', {
      conditions: { StringLike: { 'aws:SourceArn': anyLog(Stack.of(scope)) } },
    }),
  });
  const put = new PolicyStatement({
    actions: ['firehose:PutRecord', 'firehose:PutRecordBatch'],
    resources: [stream.deliveryStreamArn],
  });
  role.addToPrincipalPolicy(put);
  const filter = new CfnSubscriptionFilter(scope, `${group.node.id}Filter`, {
    logGroupName: group.logGroupName,
    destinationArn: stream.deliveryStreamArn,
    roleArn: role.roleArn,
    filterPattern: '',
  });
  // CloudWatch Logs tries the role while it creates the filter
  filter.node.addDependency(role);
}

// as in the Amazon CloudWatch Logs User Guide, "Subscription filters with Amazon Data Firehose"
const anyLog = (stack: Stack): string =>
  stack.formatArn({ service: 'logs', resource: '*', arnFormat: ArnFormat.NO_RESOURCE_NAME });
