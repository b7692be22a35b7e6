import type { Opening } from './row';
import { att, ref, type Site } from './site';
import { bastion, egress, wayOut } from './ways';

/** Routes lead out, and so one rule is enough. */
const routed = (change: (site: Site) => unknown) => (site: Site) => {
  wayOut(site);
  change(site);
};

const rule = (fields: Record<string, unknown>, more = {}) => routed(egress(fields, 'Opening', more));
const theGroup = (site: Site) => site.names.group;

function closedAcl(site: Site, entries: readonly Record<string, unknown>[]): void {
  site.add('Acl', 'EC2::NetworkAcl', { VpcId: ref(site.names.vpc) });
  site.names.subnets.forEach((subnet, position) => {
    site.add(`AclAt${position}`, 'EC2::SubnetNetworkAclAssociation', { SubnetId: ref(subnet), NetworkAclId: ref('Acl') });
  });
  site.add('AclIn', 'EC2::NetworkAclEntry', {
    ...{ NetworkAclId: ref('Acl'), RuleNumber: 100, Protocol: -1, RuleAction: 'allow', CidrBlock: '0.0.0.0/0' },
  });
  site.add('AclLocal', 'EC2::NetworkAclEntry', {
    ...{ NetworkAclId: ref('Acl'), Egress: true, RuleNumber: 100, Protocol: -1, RuleAction: 'allow', CidrBlock: '10.0.0.0/8' },
  });
  entries.forEach((fields, position) => {
    const name = position === 0 ? 'Opening' : `AclEntry${position}`;
    site.add(name, 'EC2::NetworkAclEntry', { NetworkAclId: ref('Acl'), Egress: true, Protocol: -1, ...fields });
  });
}

const behindAcl = (...entries: Record<string, unknown>[]) =>
  routed((site) => {
    egress({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }, 'Wide')(site);
    closedAcl(site, entries);
  });

export const openGroups: readonly Opening[] = [
  ['HTTPS to everywhere', rule({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' })],
  ['DNS to everywhere', rule({ IpProtocol: 'udp', FromPort: 53, ToPort: 53, CidrIp: '0.0.0.0/0' })],
  ['ICMP to everywhere', rule({ IpProtocol: 'icmp', FromPort: -1, ToPort: -1, CidrIp: '0.0.0.0/0' })],
  ['echo requests to everywhere', rule({ IpProtocol: 'icmp', FromPort: 8, ToPort: -1, CidrIp: '0.0.0.0/0' })],
  ['every protocol to everywhere', rule({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' })],
  ['a protocol by its number as text', rule({ IpProtocol: '6', FromPort: 1, ToPort: 65535, CidrIp: '0.0.0.0/0' })],
  ['a protocol by its number', rule({ IpProtocol: 17, FromPort: 123, ToPort: 123, CidrIp: '0.0.0.0/0' })],
  ['a tunnel protocol', rule({ IpProtocol: '50', CidrIp: '0.0.0.0/0' })],
  ['ports as text', rule({ IpProtocol: 'tcp', FromPort: '80', ToPort: '80', CidrIp: '0.0.0.0/0' })],
  ['one foreign address', rule({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '198.51.101.4/32' })],
  ['the lower half of the internet', rule({ IpProtocol: '-1', CidrIp: '0.0.0.0/1' })],
  ['a block that is not written canonically', rule({ IpProtocol: '-1', CidrIp: '8.8.8.8/4' })],
  [
    "the group's own list open",
    routed((site) => site.set(site.names.group, { SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] })),
    theGroup,
  ],
  [
    'no list of egress in the group at all',
    routed((site) => delete site.properties(site.names.group).SecurityGroupEgress),
    theGroup,
  ],
  [
    'a block that a parameter says',
    routed((site) => egress({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: site.parameter('Block') })(site)),
  ],
  [
    'a block among the allowed values of a parameter',
    routed((site) =>
      egress({
        ...{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 },
        CidrIp: site.parameter('Block', {
          AllowedValues: [`${site.names.block}.0.0/16`, '0.0.0.0/0'],
          Default: `${site.names.block}.0.0/16`,
        }),
      })(site),
    ),
  ],
  [
    'a block whose pattern admits the internet',
    routed((site) =>
      egress({
        ...{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 },
        CidrIp: site.parameter('Block', {
          AllowedPattern: '(\\d{1,3}\\.){3}\\d{1,3}/\\d{1,2}',
          Default: `${site.names.block}.0.0/16`,
        }),
      })(site),
    ),
  ],
  [
    'a rule under a condition',
    routed((site) => {
      site.parameter('Debug', { AllowedValues: ['yes', 'no'], Default: 'no' });
      const Condition = site.condition('IsDebug', { 'Fn::Equals': [ref('Debug'), 'yes'] });
      egress({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }, 'Opening', { Condition })(site);
    }),
  ],
  [
    'a rule of one choice in the list',
    routed((site) => {
      site.parameter('Debug');
      site.condition('IsDebug', { 'Fn::Equals': [ref('Debug'), 'yes'] });
      const choice = { 'Fn::If': ['IsDebug', { IpProtocol: '-1', CidrIp: '0.0.0.0/0' }, ref('AWS::NoValue')] };
      site.properties(site.names.group).SecurityGroupEgress.push(choice);
    }),
    theGroup,
  ],
  [
    'a block of a mapping',
    routed((site) => {
      site.body.Mappings = { ...site.body.Mappings, Blocks: { any: { block: '0.0.0.0/0' } } };
      egress({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: { 'Fn::FindInMap': ['Blocks', 'any', 'block'] } })(site);
    }),
  ],
  [
    'a block put together from parts',
    rule({ IpProtocol: '-1', CidrIp: { 'Fn::Join': ['/', ['0.0.0.0', { 'Fn::Select': [1, ['8', '0']] }]] } }),
  ],
  [
    'a block that another stack exports',
    routed((site) => {
      site.beside.Other = {
        Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: {} } },
        Outputs: { Block: { Value: '0.0.0.0/0', Export: { Name: 'block' } } },
      };
      egress({ IpProtocol: '-1', CidrIp: { 'Fn::ImportValue': 'block' } })(site);
    }),
  ],
  [
    'a rule in another stack for the exported group',
    routed((site) => {
      site.body.Outputs = { Group: { Value: att(site.names.group, 'GroupId'), Export: { Name: 'agents' } } };
      site.beside.Other = {
        Resources: {
          Opening: {
            Type: 'AWS::EC2::SecurityGroupEgress',
            Properties: { GroupId: { 'Fn::ImportValue': 'agents' }, IpProtocol: '-1', CidrIp: '0.0.0.0/0' },
          },
        },
      };
    }),
  ],
  [
    'a prefix list with the internet in it',
    routed((site) => {
      site.add('List', 'EC2::PrefixList', {
        ...{ PrefixListName: 'list', AddressFamily: 'IPv4', MaxEntries: 5 },
        Entries: [{ Cidr: `${site.names.block}.0.0/16` }, { Cidr: '0.0.0.0/0' }],
      });
      egress({ IpProtocol: '-1', DestinationPrefixListId: ref('List') })(site);
    }),
  ],
  [
    'a second group that is open',
    routed((site) => {
      site.add('Opening', 'EC2::SecurityGroup', {
        ...{ GroupDescription: 'open', VpcId: ref(site.names.vpc) },
        SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }],
      });
      site.fixture.groups(site).push(att('Opening', 'GroupId'));
    }),
  ],
  [
    'a second group of which nothing is said',
    routed((site) => {
      site.add('Opening', 'EC2::SecurityGroup', { GroupDescription: 'open', VpcId: ref(site.names.vpc) });
      site.fixture.groups(site).push(att('Opening', 'GroupId'));
    }),
  ],
  [
    "the VPC's default group",
    routed((site) => site.fixture.groups(site).push(att(site.names.vpc, 'DefaultSecurityGroup'))),
    (site) => site.names.vpc,
  ],
  [
    'a rule to a host that passes on what it gets',
    (site) => {
      bastion(site);
      egress({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, DestinationSecurityGroupId: att('BastionGroup', 'GroupId') })(site);
    },
  ],
  [
    'a rule to a host whose group takes everything',
    (site) => {
      bastion(site, { IpProtocol: '-1' });
      egress({ IpProtocol: 'udp', FromPort: 1194, ToPort: 1194, CidrIp: `${site.names.block}.100.0/24` })(site);
    },
  ],
  ['an ACL entry that allows everything', behindAcl({ RuleNumber: 200, RuleAction: 'allow', CidrBlock: '0.0.0.0/0' }), 'Wide'],
  [
    'an ACL entry before the one that denies',
    behindAcl(
      { RuleNumber: 190, RuleAction: 'allow', CidrBlock: '8.8.8.8/32' },
      { RuleNumber: 200, RuleAction: 'deny', CidrBlock: '0.0.0.0/0' },
    ),
    'Wide',
  ],
  [
    'an ACL that denies TCP alone',
    behindAcl(
      { RuleNumber: 300, RuleAction: 'allow', CidrBlock: '0.0.0.0/0' },
      { RuleNumber: 200, RuleAction: 'deny', CidrBlock: '0.0.0.0/0', Protocol: 6, PortRange: { From: 0, To: 65535 } },
    ),
    'Wide',
  ],
  [
    'an ACL that denies half of the internet',
    behindAcl(
      { RuleNumber: 300, RuleAction: 'allow', CidrBlock: '0.0.0.0/0' },
      { RuleNumber: 200, RuleAction: 'deny', CidrBlock: '0.0.0.0/1' },
    ),
    'Wide',
  ],
];
