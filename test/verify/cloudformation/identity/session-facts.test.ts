import { describe } from 'vitest';
import { findingRows } from '../finding-rows';
import type { FindingRow } from '../findings';
import { att, of, type Resources, ref } from '../network/airlock';

const trust = (service: string) => ({
  AssumeRolePolicyDocument: {
    Statement: [{ Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' }],
  },
});
const statement = (Effect: string, Condition?: object) => ({
  ...{ Effect, Action: 'secretsmanager:GetSecretValue', Resource: '*' },
  ...(Condition && { Condition }),
});
const role = (service: string, ...Statement: object[]) =>
  of('IAM::Role', { ...trust(service), Policies: [{ PolicyName: 'p', PolicyDocument: { Statement } }] });

const code = (name: string): Resources => ({
  [name]: of('Lambda::Function', {
    ...{
      Handler: 'index.handler',
      Runtime: 'nodejs20.x',
      Code: { S3Bucket: 'code', S3Key: 'code.zip' },
      Role: att('Role', 'Arn'),
    },
    VpcConfig: { SubnetIds: [ref('RoomSubnet')], SecurityGroupIds: [ref('AgentGroup')] },
  }),
});
const lambda = (...statements: object[]): Resources => ({ ...code('Agent'), Role: role('lambda', ...statements) });
const instance = (...statements: object[]): Resources => ({
  Agent: of('EC2::Instance', {
    ...{ SubnetId: ref('RoomSubnet'), SecurityGroupIds: [ref('AgentGroup')], IamInstanceProfile: ref('Profile') },
  }),
  Profile: of('IAM::InstanceProfile', { Roles: [ref('Role')] }),
  Role: role('ec2', ...statements),
});

const allow = statement('Allow');
const own = { 'lambda:SourceFunctionArn': att('Agent', 'Arn') };
const other = { 'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-west-1:123456789012:function:other' };
const isInstance = { Null: { 'ec2:SourceInstanceARN': 'false' } };

const rows: readonly FindingRow[] = [
  ['a function reads a secret', lambda(allow), 'IAM-001'],
  ['a function that is denied what it does itself', lambda(allow, statement('Deny', { ArnEquals: own }))],
  ['a function that is denied what others do', lambda(allow, statement('Deny', { ArnNotEquals: own })), 'IAM-001'],
  ['a function that is allowed what instances do', lambda(statement('Allow', isInstance))],
  ['a function that is allowed what it does itself', lambda(statement('Allow', { ArnEquals: own })), 'IAM-001'],
  ['two functions with one role', { ...lambda(allow, statement('Deny', { ArnEquals: own })), ...code('Second') }, 'PROXY-002'],
  [
    'an instance that is denied what no function does',
    instance(allow, statement('Deny', { Null: { 'lambda:SourceFunctionArn': 'true' } })),
  ],
  ['an instance that is denied what a function does', instance(allow, statement('Deny', { ArnEquals: other })), 'IAM-001'],
  ['an instance that is allowed what instances do', instance(statement('Allow', isInstance)), 'IAM-001?'],
];

describe('what a request says of its sender counts', () => {
  findingRows(rows);
});
