import type { Opening } from './row';
import { att, ref, type Site } from './site';

const rules = (site: Site) => site.properties(site.names.rules).FirewallRules;
const block = (site: Site) => rules(site).find(({ Action }: { Action: string }) => Action === 'BLOCK');
const allow = (site: Site) => rules(site).find(({ Action }: { Action: string }) => Action === 'ALLOW');
const theRules = (site: Site) => site.names.rules;
const theVpc = (site: Site) => site.names.vpc;

function list(site: Site, domains: unknown[]): unknown {
  site.add('Domain', 'Route53Resolver::FirewallDomainList', { Domains: domains });
  return att('Domain', 'Id');
}

const allowing =
  (domains: unknown[], Priority = 1) =>
  (site: Site) =>
    rules(site).push({ Action: 'ALLOW', Priority, FirewallDomainListId: list(site, domains) });

export const openNames: readonly Opening[] = [
  ['no firewall at the network', (site) => site.remove(site.names.association), theVpc],
  [
    'a firewall at another network',
    (site) => {
      site.add('Elsewhere', 'EC2::VPC', { CidrBlock: '10.9.0.0/16' });
      site.set(site.names.association, { VpcId: ref('Elsewhere') });
    },
    theVpc,
  ],
  ['no rule that blocks', (site) => rules(site).splice(rules(site).indexOf(block(site)), 1), theVpc],
  [
    'an alert in the place of the block',
    (site) => {
      const rule = block(site);
      rule.Action = 'ALERT';
      delete rule.BlockResponse;
    },
    theRules,
  ],
  ['a block for one type of question', (site) => Object.assign(block(site), { Qtype: 'A' }), theVpc],
  ['a block for text questions', (site) => Object.assign(block(site), { Qtype: 'TXT' }), theVpc],
  [
    'a block of some names only',
    (site) => Object.assign(block(site), { FirewallDomainListId: list(site, ['*.com', '*.net', '*.org']) }),
    theVpc,
  ],
  ['all names allowed before the block', allowing(['*']), theRules],
  ['a wildcard of a foreign domain', allowing(['*.example.org']), theRules],
  ['a wildcard of AWS itself', allowing(['*.amazonaws.com']), theRules],
  [
    'a wildcard among the allowed names',
    (site) => site.properties(site.names.domains).Domains.push('*.eu-west-1.amazonaws.com'),
    theRules,
  ],
  ['a name that a parameter says', (site) => site.properties(site.names.domains).Domains.push(site.parameter('Name')), theRules],
  [
    'a wildcard that is put together',
    (site) => site.properties(site.names.domains).Domains.push({ 'Fn::Join': ['', ['*', '.s3.', ref('AWS::URLSuffix')]] }),
    theRules,
  ],
  [
    'the block after a rule that lets everything through',
    (site) =>
      Object.assign(block(site), { Priority: 900 }) &&
      rules(site).push({ Action: 'ALERT', Priority: 850, FirewallDomainListId: list(site, ['*']) }),
    theRules,
  ],
  [
    'an open failure',
    (site) =>
      site.add('Opening', 'Route53Resolver::FirewallConfig', { ResourceId: ref(site.names.vpc), FirewallFailOpen: 'ENABLED' }),
  ],
  [
    'an open failure by choice',
    (site) =>
      site.add('Opening', 'Route53Resolver::FirewallConfig', {
        ResourceId: ref(site.names.vpc),
        FirewallFailOpen: site.parameter('FailOpen', { AllowedValues: ['ENABLED', 'DISABLED'], Default: 'DISABLED' }),
      }),
  ],
  [
    'a rule group that is asked before and allows all',
    (site) => {
      site.add('Opening', 'Route53Resolver::FirewallRuleGroup', {
        FirewallRules: [{ Action: 'ALLOW', Priority: 1, FirewallDomainListId: list(site, ['*']) }],
      });
      site.add('OpeningAtRoom', 'Route53Resolver::FirewallRuleGroupAssociation', {
        ...{ FirewallRuleGroupId: att('Opening', 'Id'), VpcId: ref(site.names.vpc), Priority: 100 },
      });
    },
  ],
  [
    'an association in one stage only',
    (site) => {
      site.parameter('Stage', { AllowedValues: ['dev', 'prod'] });
      site.entry(site.names.association).Condition = site.condition('IsProduction', { 'Fn::Equals': [ref('Stage'), 'prod'] });
    },
    theVpc,
  ],
  [
    'a block in one stage only',
    (site) => {
      site.parameter('Stage', { AllowedValues: ['dev', 'prod'] });
      site.condition('IsProduction', { 'Fn::Equals': [ref('Stage'), 'prod'] });
      const position = rules(site).indexOf(block(site));
      rules(site)[position] = { 'Fn::If': ['IsProduction', rules(site)[position], ref('AWS::NoValue')] };
    },
    theVpc,
  ],
  [
    'an action by choice',
    (site) => {
      const rule = block(site);
      rule.Action = site.parameter('Action', { AllowedValues: ['ALERT', 'BLOCK'], Default: 'BLOCK' });
    },
    theRules,
  ],
  [
    'a block before which all is allowed by priority',
    (site) => {
      Object.assign(allow(site), { FirewallDomainListId: list(site, ['*']) });
    },
    theRules,
  ],
];
