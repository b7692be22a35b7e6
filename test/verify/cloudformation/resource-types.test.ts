import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isInertType, modelledTypes, treatmentOf } from '../../../lib/verify/cloudformation/resource-types';
import { inertTypes } from '../../../lib/verify/cloudformation/resource-types/inert-types';
import { findingRows } from './finding-rows';
import { model } from './findings';
import { of, type Resources, ref, roomNat } from './network/airlock';

const source = join(__dirname, '../../../lib/verify/cloudformation');
const notRead = /^(?:load|evaluate|policy-language|resource-types)[/.]/;
const sources = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !notRead.test(name))
  .map((name) => readFileSync(join(source, name), 'utf8'));

test('every type that the extraction names is in the table', () => {
  const named = new Set(sources.flatMap((text) => [...text.matchAll(/'(AWS::\w+::\w+)'/g)].map(([, type]) => type as string)));
  expect(named.size).toBeGreaterThan(100);
  expect([...named].filter((type) => type !== 'AWS::CloudFormation::Init' && treatmentOf(type).kind === 'unmodelled')).toEqual(
    [],
  );
});

test('no type is modelled and inert by its own name', () => {
  expect(Object.keys(modelledTypes).filter((type) => Object.hasOwn(inertTypes, type))).toEqual([]);
});

test('every row says something', () => {
  expect(Object.entries(inertTypes).filter(([, why]) => why.trim() === '' || /[.]$/.test(why))).toEqual([]);
  expect(Object.entries(modelledTypes).filter(([, { unknownWhen }]) => /[.]$/.test(unknownWhen))).toEqual([]);
});

describe('a type', () => {
  test.each([
    ['AWS::EC2::VPC', 'modelled'],
    ['AWS::Lambda::Function', 'modelled'],
    ['AWS::ApiGateway::VpcLink', 'modelled'],
    ['AWS::ApiGateway::RestApi', 'inert'],
    ['AWS::CloudWatch::Alarm', 'inert'],
    ['AWS::EC2::VolumeAttachment', 'inert'],
    ['Custom::LogRetention', 'inert'],
    ['AWS::EC2::InstanceConnectEndpoint', 'unmodelled'],
    ['AWS::EC2::VolumesOfSomethingElse::X', 'inert'],
    ['AWS::NoSuch::Thing', 'unmodelled'],
    ['Custom::Anything', 'unmodelled'],
    ['constructor', 'unmodelled'],
  ])('%s is %s', (type, kind) => {
    expect(treatmentOf(type).kind).toBe(kind);
    expect(isInertType(type)).toBe(kind === 'inert');
  });
});

const custom = (properties: Record<string, unknown>, type = 'CloudFormation::CustomResource'): Resources => ({
  Custom: of(type, { ServiceToken: 'arn:aws:lambda:eu-west-1:123456789012:function:f', ...properties }),
});

describe('a resource that is not modelled', () => {
  findingRows([
    ['and has to do with nothing', { Thing: of('NoSuch::Thing', { Name: 'x' }) }],
    ["and names the agents' subnet", { Thing: of('NoSuch::Thing', { Where: [ref('RoomSubnet')] }) }, 'NET-004?'],
    ["and names the proxy's group", { Thing: of('NoSuch::Thing', { Group: ref('ProxyGroup') }) }, 'NET-004?'],
    ['and names the agent', { Thing: of('NoSuch::Thing', { Target: ref('Agent') }) }, 'NET-004?'],
    [
      "and names the agents' network in a text",
      { Thing: of('NoSuch::Thing', { Text: { 'Fn::Sub': 'vpc=${Room}' } }) },
      'NET-004?',
    ],
    [
      'and names it by way of another',
      { Thing: of('NoSuch::Thing', { Where: ref('Group') }), Group: of('NoSuch::SubnetGroup', { Subnets: [ref('RoomSubnet')] }) },
      'NET-004?',
    ],
    [
      'and names it by way of a subnet group',
      {
        Thing: of('NoSuch::Thing', { Where: ref('Group') }),
        Group: of('RDS::DBSubnetGroup', { SubnetIds: [ref('RoomSubnet')] }),
      },
      'NET-004?',
    ],
    [
      "and names a network that isn't joined to theirs",
      { Thing: of('NoSuch::Thing', { Where: ref('Far') }), Far: of('EC2::VPC', { CidrBlock: '10.9.0.0/16' }) },
    ],
    [
      'and names a network that is peered with theirs',
      {
        Thing: of('NoSuch::Thing', { Where: ref('Far') }),
        Far: of('EC2::VPC', { CidrBlock: '10.9.0.0/16' }),
        Peering: of('EC2::VPCPeeringConnection', { VpcId: ref('Room'), PeerVpcId: ref('Far') }),
      },
      'NET-004?',
    ],
    [
      'and names what is harmless, which names a network',
      { Thing: of('NoSuch::Thing', { Where: ref('Log') }), Log: of('EC2::FlowLog', { ResourceId: ref('Room') }) },
    ],
    ['and is a custom resource without network ids', custom({ Name: 'x' })],
    ['and is a custom resource with network ids', custom({ Room: ref('Room') }), 'NET-004?'],
    [
      'and is a custom resource by another name with network ids',
      { Custom: { ...custom({ Table: ref('RoomTable') }).Custom, Type: 'Custom::AWS' } as never },
      'NET-004?',
    ],
    [
      "and is a custom resource that takes a default group's rules away",
      {
        Custom: {
          ...custom({ DefaultSecurityGroupId: { 'Fn::GetAtt': ['Room', 'DefaultSecurityGroup'] } }).Custom,
          Type: 'Custom::VpcRestrictDefaultSG',
        } as never,
      },
    ],
    [
      "and is a custom resource whose function stands in the agents' network",
      {
        Custom: of('CloudFormation::CustomResource', { ServiceToken: { 'Fn::GetAtt': ['Function', 'Arn'] } }),
        Function: of('Lambda::Function', {
          Code: { ZipFile: '' },
          Role: 'arn',
          VpcConfig: { SubnetIds: [ref('RoomSubnet')], SecurityGroupIds: [ref('Closed')] },
        }),
        Closed: of('EC2::SecurityGroup', {
          GroupDescription: 'c',
          VpcId: ref('Room'),
          SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32' }],
        }),
      },
    ],
  ]);
});

test('coverage counts every resource once', () => {
  const { coverage } = model({ ...roomNat, Thing: of('NoSuch::Thing', {}), Alarm: of('CloudWatch::Alarm', {}) });
  const count = (rows: readonly { count: number }[]) => rows.reduce((sum, each) => sum + each.count, 0);
  expect(coverage.unmodelled).toEqual([{ type: 'AWS::NoSuch::Thing', count: 1 }]);
  expect(coverage.inert).toEqual([{ type: 'AWS::CloudWatch::Alarm', count: 1 }]);
  expect(count(coverage.modelled)).toBeGreaterThan(30);
});
