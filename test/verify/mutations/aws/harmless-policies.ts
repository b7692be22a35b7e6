import type { Harmless } from './row';
import { att, ref, type Site, sub } from './site';
import { egress, nat, route } from './ways';

const policy = (...Statement: Record<string, unknown>[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: unknown, Resource: unknown = '*', more = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
const may =
  (...statements: Record<string, unknown>[]) =>
  (site: Site) =>
    site.add('More', 'IAM::Policy', { PolicyName: 'more', PolicyDocument: policy(...statements), Roles: [ref(site.names.role)] });

/** Changes of policies, names and whatever stands beside that open nothing. */
export const harmlessPolicies: readonly Harmless[] = [
  [
    'a queue, a topic, a table and an alarm',
    (site) => {
      site.add('Queue', 'SQS::Queue', {});
      site.add('Topic', 'SNS::Topic', {});
      site.add('Records', 'DynamoDB::Table', { AttributeDefinitions: [], KeySchema: [], BillingMode: 'PAY_PER_REQUEST' });
      site.add('Alarm', 'CloudWatch::Alarm', { ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1 });
    },
  ],
  [
    'tags',
    (site) => {
      for (const name of [site.names.vpc, site.names.group, ...site.names.subnets])
        site.set(name, { Tags: [{ Key: 'a', Value: 'b' }] });
    },
  ],
  [
    'a flow log',
    (site) => {
      site.add('Logs', 'Logs::LogGroup', { RetentionInDays: 7 });
      site.add('Flows', 'EC2::FlowLog', {
        ResourceId: ref(site.names.vpc),
        ResourceType: 'VPC',
        TrafficType: 'ALL',
        LogGroupName: ref('Logs'),
      });
    },
  ],
  ['the role is denied what it was not given', may({ Effect: 'Deny', Action: ['iam:*', 'secretsmanager:*'], Resource: '*' })],
  [
    'a boundary that takes away what a policy gives',
    (site) => {
      may(allow('secretsmanager:GetSecretValue'))(site);
      site.add('Boundary', 'IAM::ManagedPolicy', { PolicyDocument: policy(allow(['s3:*', 'logs:*'])) });
      site.set(site.names.role, { PermissionsBoundary: ref('Boundary') });
    },
  ],
  [
    'an explicit deny that takes away what a policy gives',
    may(allow('secretsmanager:*'), { Effect: 'Deny', Action: 'secretsmanager:*', Resource: '*' }),
  ],
  ['one more allowed name', (site) => site.properties(site.names.domains).Domains.push('api.anthropic.com')],
  ['names with a final dot', (site) => site.properties(site.names.domains).Domains.push('api.anthropic.com.')],
  [
    'a rule group before that blocks some names',
    (site) => {
      site.add('Bad', 'Route53Resolver::FirewallDomainList', { Domains: ['*.bad.example'] });
      site.add('BadRules', 'Route53Resolver::FirewallRuleGroup', {
        FirewallRules: [{ Action: 'BLOCK', Priority: 1, BlockResponse: 'NODATA', FirewallDomainListId: att('Bad', 'Id') }],
      });
      site.add('BadRulesAtRoom', 'Route53Resolver::FirewallRuleGroupAssociation', {
        ...{ FirewallRuleGroupId: att('BadRules', 'Id'), VpcId: ref(site.names.vpc), Priority: 100 },
      });
    },
  ],
  [
    'a failure that closes',
    (site) =>
      site.add('Closing', 'Route53Resolver::FirewallConfig', { ResourceId: ref(site.names.vpc), FirewallFailOpen: 'DISABLED' }),
  ],
  [
    'no names at all',
    (site) => {
      site.set(site.names.vpc, { EnableDnsSupport: false });
      site.remove(site.names.association);
    },
  ],
  [
    'a private zone at the network',
    (site) => {
      site.add('Zone', 'Route53::HostedZone', {
        Name: 'internal.example',
        VPCs: [{ VPCId: ref(site.names.vpc), VPCRegion: ref('AWS::Region') }],
      });
      site.add('Record', 'Route53::RecordSet', {
        HostedZoneId: ref('Zone'),
        Name: 'proxy.internal.example',
        Type: 'A',
        TTL: '60',
        ResourceRecords: ['10.0.9.9'],
      });
    },
  ],
  [
    'logs of questions',
    (site) => {
      site.add('Questions', 'Logs::LogGroup', {});
      site.add('Queries', 'Route53Resolver::ResolverQueryLoggingConfig', { DestinationArn: att('Questions', 'Arn') });
      site.add('QueriesAtRoom', 'Route53Resolver::ResolverQueryLoggingConfigAssociation', {
        ResolverQueryLogConfigId: ref('Queries'),
        ResourceId: ref(site.names.vpc),
      });
    },
  ],
  ['a placeholder in the place of a key', (site) => site.fixture.give(site, 'ANTHROPIC_API_KEY', 'placeholder')],
  ['plain variables', (site) => site.fixture.give(site, 'STAGE', site.parameter('Stage'))],
  ['a parameter store name that is no secret', (site) => site.fixture.give(site, 'LEVEL', '{{resolve:ssm:/app/level}}')],
  ['a parameter with a default, which nothing reads', (site) => site.parameter('Unused', { Default: '0.0.0.0/0' })],
  [
    'a condition that nothing uses',
    (site) => {
      site.parameter('Mode');
      site.condition('IsUsed', { 'Fn::Equals': [ref('Mode'), 'x'] });
    },
  ],
  [
    'a route that one condition and its opposite never make together',
    (site) => {
      site.parameter('Mode');
      site.remove(site.names.toS3);
      const opens = site.condition('Opens', { 'Fn::Equals': [ref('Mode'), 'open'] });
      const closes = site.condition('Closes', { 'Fn::Not': [{ Condition: 'Opens' }] });
      route({ NatGatewayId: ref(nat(site)) }, undefined, 'WayOut', { Condition: opens })(site);
      egress({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }, 'Wide', { Condition: closes })(site);
    },
  ],
  [
    'outputs of everything',
    (site) => {
      site.body.Outputs = Object.fromEntries(
        [site.names.vpc, site.names.group, site.names.role].map((name) => [
          `${name}Id`,
          { Value: ref(name), Export: { Name: sub(`\${AWS::StackName}-${name}`) } },
        ]),
      );
    },
  ],
  [
    'a wait condition and the metadata of the CDK',
    (site) => {
      site.add('Handle', 'CloudFormation::WaitConditionHandle', {});
      site.add('CDKMetadata', 'CDK::Metadata', { Analytics: 'v2' });
    },
  ],
  [
    "ingress to the agent's group from nowhere",
    (site) =>
      site.add('Inbound', 'EC2::SecurityGroupIngress', {
        GroupId: att(site.names.group, 'GroupId'),
        IpProtocol: 'tcp',
        FromPort: 1,
        ToPort: 2,
        CidrIp: `${site.names.block}.99.0/24`,
      }),
  ],
];
