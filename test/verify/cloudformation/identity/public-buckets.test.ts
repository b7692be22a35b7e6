import { describe } from 'vitest';
import { findingRows } from '../finding-rows';
import { att, egress, of, type Resources, ref } from '../network/airlock';

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
