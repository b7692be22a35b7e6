// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's templates, not JavaScript's
import { describe } from 'vitest';
import { findingRows } from '../finding-rows';
import { att, of, type Resources, ref } from '../network/airlock';
import { foreign, sub, writing } from './writing-agent';

const open = {
  PublicAccessBlockConfiguration: {
    ...{ BlockPublicAcls: false, BlockPublicPolicy: false, IgnorePublicAcls: false, RestrictPublicBuckets: false },
  },
};
const storing = (properties: Record<string, unknown>, more: Resources = {}): Resources => ({
  ...writing('s3', 's3:PutObject', sub('${Kept.Arn}/*')),
  Kept: of('S3::Bucket', properties),
  ...more,
});
const readBy = (CanonicalUser: unknown, Action = 's3:GetObject'): Resources => ({
  Policy: of('S3::BucketPolicy', {
    Bucket: ref('Kept'),
    PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { CanonicalUser }, Action, Resource: sub('${Kept.Arn}/*') }] },
  }),
});
const distribution: Resources = { Site: of('CloudFront::CloudFrontOriginAccessIdentity', {}) };
const canonical = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';

const grant = (properties: Record<string, unknown>, LocationScope: unknown = sub('s3://${Kept}/*')): Resources => ({
  Grant: of('S3::AccessGrant', {
    ...{ AccessGrantsLocationId: ref('Location'), Permission: 'READ' },
    Grantee: { GranteeType: 'IAM', GranteeIdentifier: foreign },
    ...properties,
  }),
  Location: of('S3::AccessGrantsLocation', { IamRoleArn: 'arn:aws:iam::111111111111:role/x', LocationScope }),
});
const grantee = (GranteeIdentifier: unknown, GranteeType = 'IAM') => ({ Grantee: { GranteeType, GranteeIdentifier } });

const vault = 'arn:aws:backup:eu-west-1:999999999999:backup-vault:v';
const backup = (DestinationBackupVaultArn: unknown, selection: Record<string, unknown> = { Resources: ['*'] }): Resources => ({
  Plan: of('Backup::BackupPlan', {
    BackupPlan: {
      BackupPlanName: 'p',
      BackupPlanRule: [{ RuleName: 'r', TargetBackupVault: 'own', CopyActions: [{ DestinationBackupVaultArn }] }],
    },
  }),
  Selection: of('Backup::BackupSelection', {
    BackupPlanId: ref('Plan'),
    BackupSelection: { SelectionName: 's', IamRoleArn: 'arn:aws:iam::111111111111:role/x', ...selection },
  }),
  Vault: of('Backup::BackupVault', { BackupVaultName: 'vault' }),
});

describe('an agent that writes a bucket', () => {
  findingRows([
    ['that a canonical user reads', storing({}, readBy(canonical)), 'ENDPOINT-001?'],
    ['that a canonical user writes', storing({}, readBy(canonical, 's3:PutObject'))],
    ['that a distribution of the inputs reads', storing({}, { ...readBy(att('Site', 'S3CanonicalUserId')), ...distribution })],
    ['that everybody with an account reads', storing({ ...open, AccessControl: 'AuthenticatedRead' }), 'ENDPOINT-001'],
    ['that everybody with an account would read if S3 let them', storing({ AccessControl: 'AuthenticatedRead' })],
    ['that another account is granted to read', storing({}, grant({})), 'ENDPOINT-001?'],
    ['that another account is granted to read with all buckets', storing({}, grant({}, 's3://')), 'ENDPOINT-001?'],
    [
      'that another account is granted to read in a location that is imported',
      storing({}, grant({ AccessGrantsLocationId: 'default' })),
      'ENDPOINT-001?',
    ],
    ['that another account is granted to write', storing({}, grant({ Permission: 'WRITE' }))],
    ['beside one that another account is granted to read', storing({}, grant({}, 's3://others/*'))],
    ['that a role of the inputs is granted to read', storing({}, grant(grantee(att('Role', 'Arn'))))],
    ['that people of the directory are granted to read', storing({}, grant(grantee('a-person', 'DIRECTORY_USER')))],
    ['whose backups could go to another account', storing({}, backup(vault)), 'ENDPOINT-001?'],
    ['whose backups go to a vault that is imported', storing({}, backup({ 'Fn::ImportValue': 'vault' })), 'ENDPOINT-001?'],
    ['whose backups go to a vault of this account', storing({}, backup(att('Vault', 'BackupVaultArn')))],
    ['whose backups are selected by tags', storing({}, backup(vault, { ListOfTags: [] })), 'ENDPOINT-001?'],
    ['whose backups are selected by name', storing({}, backup(vault, { Resources: [att('Kept', 'Arn')] })), 'ENDPOINT-001?'],
    [
      "beside another's backups",
      storing({}, { ...backup(vault, { Resources: [att('Other', 'Arn')] }), Other: of('S3::Bucket', {}) }),
    ],
    ['beside backups of tables', storing({}, backup(vault, { Resources: ['arn:aws:dynamodb:*:*:table/*'] }))],
    [
      'that something copies which is not modelled',
      storing(
        {},
        { Copy: of('DataSync::LocationS3', { S3BucketArn: att('Kept', 'Arn'), S3Config: { BucketAccessRoleArn: 'r' } }) },
      ),
      'ENDPOINT-001?',
    ],
    [
      'beside one that something copies',
      storing({}, { Copy: of('DataSync::LocationS3', { S3BucketArn: att('Other', 'Arn') }), Other: of('S3::Bucket', {}) }),
    ],
  ]);
});

const setting = (ResourceArns: readonly unknown[]): Resources => ({
  ...writing('ssm', 'ssm:PutParameter', sub('arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter/set')),
  Set: of('SSM::Parameter', { Name: 'set', Type: 'String', Value: 'v' }),
  Share: of('RAM::ResourceShare', { Name: 'share', ResourceArns, Principals: ['999999999999'] }),
});

describe('an agent that writes a parameter beside a share', () => {
  findingRows([
    ['of it', setting([sub('arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter/set')]), 'ENDPOINT-001?'],
    ['of another', setting([sub('arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter/other')])],
  ]);
});

const mounting = (properties: Record<string, unknown>, more: Resources = {}): Resources => ({
  Task: of('ECS::TaskDefinition', {
    ...{ NetworkMode: 'awsvpc', ContainerDefinitions: [{ Name: 'c', Image: 'i' }] },
    Volumes: [{ Name: 'v', EFSVolumeConfiguration: { FilesystemId: ref('Files') } }],
  }),
  Agent: of('ECS::Service', {
    ...{ TaskDefinition: ref('Task'), LaunchType: 'FARGATE' },
    NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [ref('RoomSubnet')], SecurityGroups: [ref('AgentGroup')] } },
  }),
  Files: of('EFS::FileSystem', properties),
  ...more,
});
const copied = (FileSystemId: unknown) => ({
  ReplicationConfiguration: { Destinations: [{ FileSystemId, Region: 'eu-west-2' }] },
});
const files = (account: string) => sub(`arn:aws:elasticfilesystem:eu-west-2:${account}:file-system/fs-0123456789abcdef0`);

describe('an agent with a file system', () => {
  findingRows([
    ['that nobody copies', mounting({})],
    ["that is copied to another account's", mounting(copied(files('999999999999'))), 'NET-004?'],
    ["that is copied to somebody's", mounting(copied({ 'Fn::ImportValue': 'files' })), 'NET-004?'],
    ["that is copied to this account's", mounting(copied(files('${AWS::AccountId}')))],
    ["that is copied to this account's by its id", mounting(copied('fs-0123456789abcdef0'))],
    ['that is copied to another region', mounting({ ReplicationConfiguration: { Destinations: [{ Region: 'eu-west-2' }] } })],
    ['whose backups could go to another account', mounting({}, backup(vault)), 'NET-004?'],
    ['beside backups of buckets', mounting({}, backup(vault, { Resources: ['arn:aws:s3:::*'] }))],
  ]);
});
