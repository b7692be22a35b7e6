import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EmulatedAws, type StackResult, startEmulatedAws } from './emulated-aws';
import type { Described, Item } from './world';

const folder = mkdtempSync(join(tmpdir(), 'airlock-emulator-'));
const record = join(folder, 'record.jsonl');
let aws: EmulatedAws;

beforeAll(async () => {
  aws = await startEmulatedAws(record);
});

afterAll(async () => {
  await aws.stop();
  rmSync(folder, { recursive: true });
});

const templateOf = (Resources: Record<string, { readonly Type: string; readonly Properties?: Item }>): Item => ({ Resources });
const vpc = {
  Type: 'AWS::EC2::VPC',
  Properties: { CidrBlock: '10.0.0.0/16', InstanceTenancy: 'default', EnableDnsSupport: true, EnableDnsHostnames: true },
};
const groupOf = (properties: Item) => ({
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { GroupDescription: 'one', VpcId: { Ref: 'Vpc' }, ...properties },
});
const task = {
  Type: 'AWS::ECS::TaskDefinition',
  Properties: { ContainerDefinitions: [{ Name: 'one', Image: 'two' }], Memory: '512' },
};
const list = { Type: 'AWS::Route53Resolver::FirewallDomainList', Properties: { Domains: ['*'] } };
const ruleOf = (Priority: number, list: unknown) => ({
  Action: 'BLOCK',
  BlockResponse: 'NXDOMAIN',
  Priority,
  FirewallDomainListId: list,
});
const rulesOf = (...FirewallRules: Item[]) => ({
  Type: 'AWS::Route53Resolver::FirewallRuleGroup',
  Properties: { FirewallRules },
});

const typed = (type: string, properties: Item) => templateOf({ One: { Type: type, Properties: properties } });
const serviceOf = (subnets: string[]) => ({
  Type: 'AWS::ECS::Service',
  Properties: {
    Cluster: { Ref: 'Cluster' },
    TaskDefinition: { Ref: 'Task' },
    NetworkConfiguration: { AwsvpcConfiguration: { Subnets: subnets } },
  },
});
const target = { ResourceId: 'service/a/b', ScalableDimension: 'ecs:service:DesiredCount', ServiceNamespace: 'ecs' };
const endpoint = { VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.eu-west-1.logs', VpcId: { Ref: 'Vpc' } };

describe('a stack fails for', () => {
  const rows: readonly (readonly [string, Item, string])[] = [
    [
      'a type that nobody wrote',
      templateOf({ Vpc: vpc, Pool: { Type: 'AWS::Cognito::UserPool' } }),
      'no type AWS::Cognito::UserPool',
    ],
    [
      'a property that the service lacks',
      typed(task.Type, { ...task.Properties, Wings: 2 }),
      'Unknown parameter in input: "wings"',
    ],
    [
      'a property of a wrong type',
      typed(task.Type, { ...task.Properties, Volumes: 'none' }),
      'Invalid type for parameter volumes',
    ],
    ['a group of no network', templateOf({ Group: groupOf({ VpcId: 'vpc-1' }) }), 'InvalidVpcID.NotFound'],
    ['a table of no network', typed('AWS::EC2::RouteTable', { VpcId: 'vpc-1' }), 'InvalidVpcID.NotFound'],
    [
      'a table for no subnet',
      typed('AWS::EC2::SubnetRouteTableAssociation', { RouteTableId: 'rtb-1', SubnetId: 'subnet-1' }),
      'NotFound',
    ],
    [
      'a rule of no group',
      typed('AWS::EC2::SecurityGroupEgress', { GroupId: 'sg-1', IpProtocol: '-1', CidrIp: '10.0.0.0/8' }),
      'sg-1',
    ],
    [
      'an endpoint in no subnet',
      templateOf({ Vpc: vpc, One: { Type: 'AWS::EC2::VPCEndpoint', Properties: { ...endpoint, SubnetIds: ['subnet-1'] } } }),
      'subnet-1',
    ],
    [
      'a door without its balancer',
      typed('AWS::EC2::VPCEndpointService', { NetworkLoadBalancerArns: ['arn:aws:no'] }),
      'LoadBalancerNotFound',
    ],
    [
      'a door for nothing',
      typed('AWS::EC2::VPCEndpointServicePermissions', { ServiceId: 'vpce-svc-1', AllowedPrincipals: ['*'] }),
      'vpce-svc-1',
    ],
    [
      'a listener of no balancer',
      typed('AWS::ElasticLoadBalancingV2::Listener', { LoadBalancerArn: 'arn:aws:no', DefaultActions: [] }),
      'LoadBalancerNotFound',
    ],
    [
      'a balancer in no subnet',
      typed('AWS::ElasticLoadBalancingV2::LoadBalancer', { Subnets: ['subnet-1'] }),
      'InvalidSubnetID.NotFound',
    ],
    [
      'a service in no subnet',
      templateOf({ Cluster: { Type: 'AWS::ECS::Cluster' }, Task: task, Service: serviceOf(['subnet-1']) }),
      'subnet-1',
    ],
    ['a service of no cluster', typed('AWS::ECS::Service', { Cluster: 'none', TaskDefinition: 'none' }), 'ClusterNotFound'],
    ['scaling of no service', typed('AWS::ApplicationAutoScaling::ScalableTarget', target), 'ClusterNotFound'],
    ['names that are not there', templateOf({ Rules: rulesOf(ruleOf(1, 'rslvr-fdl-1')) }), 'rslvr-fdl-1 does not exist'],
    [
      'two rules of one priority',
      templateOf({ List: list, Rules: rulesOf(ruleOf(1, { Ref: 'List' }), ruleOf(1, { Ref: 'List' })) }),
      'priority 1 is taken',
    ],
    [
      'rules for no group',
      typed('AWS::Route53Resolver::FirewallRuleGroupAssociation', {
        FirewallRuleGroupId: 'rslvr-frg-1',
        VpcId: 'vpc-1',
        Priority: 101,
      }),
      'rslvr-frg-1 does not exist',
    ],
    [
      'a log of queries that is not there',
      typed('AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation', {
        ResolverQueryLogConfigId: 'rqlc-1',
        ResourceId: 'vpc-1',
      }),
      'rqlc-1',
    ],
  ];
  let results: readonly StackResult[];
  beforeAll(async () => {
    results = await aws.createStacks(rows.map(([, template]) => template));
  });

  test.each(rows.map(([name, , reason], index) => [name, reason, index] as const))('%s', (_, reason, index) => {
    expect(results[index]?.status).toBe('ROLLBACK_COMPLETE');
    expect(results[index]?.reasons.join('\n')).toContain(reason);
    expect(readFileSync(record, 'utf8')).toContain(JSON.stringify(reason).slice(1, -1));
  });
});

describe('a security group', () => {
  const open = groupOf({ GroupDescription: 'open' });
  const closed = groupOf({ GroupDescription: 'closed', SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32' }] });
  let described: Described;
  beforeAll(async () => {
    const [result] = await aws.createStacks([templateOf({ Vpc: vpc, Open: open, Closed: closed })]);
    expect(result?.status).toBe('CREATE_COMPLETE');
    described = await aws.describe();
  });

  const egressOf = (description: string): unknown[] => {
    const group = described['AWS::EC2::SecurityGroup']?.find(({ Description }) => Description === description);
    const rules = described['AWS::EC2::SecurityGroupRule'] ?? [];
    return rules.filter(({ GroupId, IsEgress }) => GroupId === group?.GroupId && IsEgress).map(({ CidrIpv4 }) => CidrIpv4);
  };

  test('that says nothing of egress may send everywhere, as on AWS', () => {
    expect(egressOf('open')).toEqual(['0.0.0.0/0']);
  });

  test('that says something may send there only', () => {
    expect(egressOf('closed')).toEqual(['127.0.0.1/32']);
  });
});

test('nothing is left when it stops', async () => {
  const other = await startEmulatedAws(join(folder, 'other.jsonl'));
  expect(process.kill(other.pid ?? 0, 0)).toBe(true);
  await other.stop();
  expect(() => process.kill(other.pid ?? 0, 0)).toThrow('ESRCH');
});
