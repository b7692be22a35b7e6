import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { describe, expect, test } from 'vitest';
import { AuditTrail, type AuditTrailProps } from '../../lib/aws/audit-trail';
import { resourcesOf } from './fixture';

function templateWith(props: (stack: Stack) => AuditTrailProps = () => ({})): Template {
  const stack = new Stack(new App(), 'Test');
  new AuditTrail(stack, 'Audit', props(stack));
  return Template.fromStack(stack);
}

describe('by default the audit trail', () => {
  const template = templateWith();

  test('keeps four encrypted logs for a year, and outlives its stack', () => {
    const groups = template.findResources('AWS::Logs::LogGroup');
    expect(Object.keys(groups)).toHaveLength(4);
    for (const { Properties, DeletionPolicy, UpdateReplacePolicy } of Object.values(groups)) {
      expect(Properties).toEqual({
        KmsKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^AuditKey/), 'Arn'] },
        RetentionInDays: 365,
      });
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    }
  });

  test('has a key that rotates, stays, and serves these logs only', () => {
    const [key] = Object.values(template.findResources('AWS::KMS::Key'));
    expect(key?.DeletionPolicy).toBe('Retain');
    expect(key?.Properties.EnableKeyRotation).toBe(true);
    const [root, logs, ...others] = key?.Properties.KeyPolicy.Statement ?? [];
    expect(others).toEqual([]);
    expect(JSON.stringify(root.Principal)).toContain(':root');
    const named = logs.Condition.ArnLike['kms:EncryptionContext:aws:logs:arn'].map((arn: unknown) => JSON.stringify(arn));
    const ids = Object.keys(template.findResources('AWS::Logs::LogGroup'));
    expect(named).toHaveLength(4);
    for (const id of ids)
      expect(named.some((arn: string) => arn.endsWith(`:log-group:",{"Ref":"AWS::StackName"},"-${id}-*"]]}`))).toBe(true);
  });

  test('has no bucket and no stream', () => {
    template.resourceCountIs('AWS::S3::Bucket', 0);
    template.resourceCountIs('AWS::KinesisFirehose::DeliveryStream', 0);
  });
});

test('the log of tools is made for the first of them, and the key serves it', () => {
  const stack = new Stack(new App(), 'Test');
  const { tools } = new AuditTrail(stack, 'Audit');
  const [id] = stack.resolve(tools.logGroupArn)['Fn::GetAtt'];
  expect(JSON.stringify(Template.fromStack(stack).findResources('AWS::KMS::Key'))).toContain(`-${id}-*`);
});

test('an imported key encrypts the logs, and no other is made', () => {
  const arn = 'arn:aws:kms:eu-west-1:123456789012:key/1';
  const template = templateWith((stack) => ({ key: Key.fromKeyArn(stack, 'Key', arn), retention: RetentionDays.TEN_YEARS }));
  template.resourceCountIs('AWS::KMS::Key', 0);
  template.allResourcesProperties('AWS::Logs::LogGroup', { KmsKeyId: arn, RetentionInDays: 3653 });
});

describe('with an object lock', () => {
  const template = templateWith(() => ({ objectLock: { days: 400 } }));

  test('records go to a private bucket that nobody can empty', () => {
    const [bucket] = Object.values(template.findResources('AWS::S3::Bucket'));
    expect(bucket?.DeletionPolicy).toBe('Retain');
    expect(bucket?.Properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 400 } } },
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] },
    });
  });

  test("the proxy's and the resolver's records go there, whole", () => {
    const filters = Object.values(resourcesOf(template, 'AWS::Logs::SubscriptionFilter'));
    expect(filters.map(({ FilterPattern }) => FilterPattern)).toEqual(['', '']);
    expect(filters.map(({ LogGroupName }) => LogGroupName.Ref)).toEqual([
      expect.stringMatching(/^AuditProxy/),
      expect.stringMatching(/^AuditNames/),
    ]);
  });

  test('what writes to the stream can do nothing else', () => {
    const policies = Object.entries(resourcesOf(template, 'AWS::IAM::Policy')).filter(([id]) => id.includes('Subscription'));
    expect(policies).toHaveLength(2);
    for (const [, { PolicyDocument }] of policies) {
      expect(PolicyDocument.Statement).toEqual([
        {
          Action: ['firehose:PutRecord', 'firehose:PutRecordBatch'],
          Effect: 'Allow',
          Resource: { 'Fn::GetAtt': [expect.stringMatching(/^AuditArchiveStream/), 'Arn'] },
        },
      ]);
    }
  });
});

test('governance is a choice', () => {
  templateWith(() => ({ objectLock: { days: 1, mode: 'governance' } })).hasResourceProperties('AWS::S3::Bucket', {
    ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } } },
  });
});

test('an imported bucket takes the records, and no other is made', () => {
  const template = templateWith((stack) => ({
    objectLock: { days: 1, bucket: Bucket.fromBucketName(stack, 'Bucket', 'evidence') },
  }));
  template.resourceCountIs('AWS::S3::Bucket', 0);
  expect(JSON.stringify(template.findResources('AWS::KinesisFirehose::DeliveryStream'))).toContain(':s3:::evidence');
});

test.each([0, -1, 1.5, Number.NaN])('a lock of %s days is refused', (days) => {
  expect(() => templateWith(() => ({ objectLock: { days } }))).toThrow(`got ${days}`);
});
