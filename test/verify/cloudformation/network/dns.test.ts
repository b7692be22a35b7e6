// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's templates, not JavaScript's
import { describe } from 'vitest';
import { att, of, type Resources, ref } from './airlock';
import { judgeRows } from './judge-rows';
import type { Row } from './judged';

const rules = (...FirewallRules: unknown[]): Resources => ({
  NameRules: of('Route53Resolver::FirewallRuleGroup', { FirewallRules }),
});
const allow = (Priority: unknown, more: Record<string, unknown> = {}) => ({
  Action: 'ALLOW',
  Priority,
  FirewallDomainListId: ref('Names'),
  ...more,
});
const block = (Priority: unknown, more: Record<string, unknown> = {}) => ({
  Action: 'BLOCK',
  Priority,
  FirewallDomainListId: ref('EveryName'),
  BlockResponse: 'NXDOMAIN',
  ...more,
});
const names = (...Domains: unknown[]): Resources => ({ Names: of('Route53Resolver::FirewallDomainList', { Domains }) });
const room = (properties: Record<string, unknown>): Resources => ({
  Room: of('EC2::VPC', { CidrBlock: '10.0.0.0/16', ...properties }),
});
const association = (properties: Record<string, unknown>): Resources => ({
  NameRulesAtRoom: of('Route53Resolver::FirewallRuleGroupAssociation', {
    FirewallRuleGroupId: ref('NameRules'),
    VpcId: ref('Room'),
    Priority: 101,
    ...properties,
  }),
});
const unfiltered: Resources = { NameRulesAtRoom: undefined };
const failing = (FirewallFailOpen: unknown): Resources => ({
  Failing: of('Route53Resolver::FirewallConfig', { ResourceId: ref('Room'), FirewallFailOpen }),
});
const forwardAll: Resources = {
  Forward: of('Route53Resolver::ResolverRule', {
    RuleType: 'FORWARD',
    DomainName: '.',
    TargetIps: [{ Ip: '10.0.0.53' }],
    ResolverEndpointId: 'rslvr-out-0abc',
  }),
  ForwardAtRoom: of('Route53Resolver::ResolverRuleAssociation', { ResolverRuleId: ref('Forward'), VPCId: ref('Room') }),
};
const first: Resources = {
  FirstRules: of('Route53Resolver::FirewallRuleGroup', { FirewallRules: [allow(1, { FirewallDomainListId: ref('EveryName') })] }),
  FirstAtRoom: of('Route53Resolver::FirewallRuleGroupAssociation', {
    FirewallRuleGroupId: ref('FirstRules'),
    VpcId: ref('Room'),
    Priority: 100,
  }),
};

const rows: readonly Row[] = [
  ['lets through listed names and blocks all else', {}, 'proven'],
  ['is switched off', { ...unfiltered, ...room({ EnableDnsSupport: false }) }, 'proven'],
  ['has no firewall', unfiltered, 'refuted', 'dns'],
  ['has no firewall and no host names', { ...unfiltered, ...room({ EnableDnsHostnames: false }) }, 'refuted', 'dns'],
  [
    'is switched by something from outside',
    { ...unfiltered, ...room({ EnableDnsSupport: { 'Fn::ImportValue': 'dns' } }) },
    'unknown',
  ],
  ['has its firewall at the other network', association({ VpcId: ref('Outer') }), 'refuted', 'dns'],
  ['blocks nothing', rules(allow(1)), 'refuted', 'dns'],
  ['alerts only', rules(allow(1), { ...block(2), Action: 'ALERT' }), 'refuted', 'dns'],
  ['blocks one query type', rules(allow(1), block(2, { Qtype: 'A' })), 'refuted', 'dns'],
  ['blocks the listed names alone', rules({ ...allow(1), Action: 'BLOCK', BlockResponse: 'NODATA' }), 'refuted', 'dns'],
  ['blocks everything first', rules(block(1), allow(2, { FirewallDomainListId: ref('EveryName') })), 'proven'],
  ['blocks everything alone', rules(block(1)), 'proven'],
  ['allows everything first', rules(allow(1, { FirewallDomainListId: ref('EveryName') }), block(2)), 'refuted', 'dns'],
  ['allows by an earlier group', first, 'refuted', 'dns'],
  [
    'would allow by a later group',
    {
      ...first,
      FirstAtRoom: of('Route53Resolver::FirewallRuleGroupAssociation', {
        FirewallRuleGroupId: ref('FirstRules'),
        VpcId: ref('Room'),
        Priority: 200,
      }),
    },
    'proven',
  ],
  ['allows a wildcard', names('*.example.org'), 'refuted', 'dns'],
  ['allows a name with the region in it', names({ 'Fn::Sub': 'sts.${AWS::Region}.amazonaws.com' }), 'proven'],
  ['allows a wildcard with the region in it', names({ 'Fn::Sub': '*.${AWS::Region}.amazonaws.com' }), 'refuted', 'dns'],
  [
    'allows the name of the door',
    names({ 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, att('Door', 'DnsEntries')] }] }] }),
    'proven',
  ],
  ['allows a name from outside', names({ 'Fn::ImportValue': 'name' }), 'unknown'],
  ['allows a list from outside', rules(allow(1, { FirewallDomainListId: 'rslvr-fdl-0abc' }), block(2)), 'unknown'],
  ['blocks a list from outside', rules(allow(1), block(2, { FirewallDomainListId: 'rslvr-fdl-0abc' })), 'unknown'],
  ['has rules from outside', association({ FirewallRuleGroupId: 'rslvr-frg-0abc' }), 'unknown'],
  ['has an order from outside', rules(allow(1), block({ 'Fn::ImportValue': 'order' })), 'unknown'],
  [
    'blocks threats alone',
    rules({
      Action: 'BLOCK',
      Priority: 1,
      DnsThreatProtection: 'DNS_TUNNELING',
      ConfidenceThreshold: 'LOW',
      BlockResponse: 'NODATA',
    }),
    'refuted',
    'dns',
  ],
  [
    'answers blocked names with one of its own',
    rules(
      allow(1),
      block(2, {
        BlockResponse: 'OVERRIDE',
        BlockOverrideDomain: 'blocked.example.com',
        BlockOverrideDnsType: 'CNAME',
        BlockOverrideTtl: 0,
      }),
    ),
    'proven',
  ],
  ['fails open', failing('ENABLED'), 'refuted', 'dns'],
  ['fails closed', failing('DISABLED'), 'proven'],
  ['fails as something else says', failing('USE_LOCAL_RESOURCE_SETTING'), 'unknown'],
  ['forwards every name and has no firewall', { ...unfiltered, ...forwardAll }, 'unknown'],
  ['forwards every name that the firewall blocks', forwardAll, 'proven'],
  [
    'has a profile and no firewall',
    {
      ...unfiltered,
      Profile: of('Route53Profiles::ProfileAssociation', { Name: 'p', ProfileId: 'rp-0abc', ResourceId: ref('Room') }),
    },
    'unknown',
  ],
  [
    'has private names',
    { Zone: of('Route53::HostedZone', { Name: 'corp.example', VPCs: [{ VPCId: ref('Room'), VPCRegion: 'eu-west-1' }] }) },
    'proven',
  ],
];

describe('an agent whose resolver', () => judgeRows(rows));
