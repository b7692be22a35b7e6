import { describe, expect, test } from 'vitest';
import { att, egress, of, openGroup, type Resources, ref, roomNat, roomRoute } from './airlock';
import { judgeRows } from './judge-rows';
import { judged, type Row } from './judged';

/** A way out by route, so that firewalls alone decide. */
const way: Resources = { ...roomNat, ...roomRoute({ NatGatewayId: ref('RoomNat') }) };
const any = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };
const group = (rules: unknown): Resources => ({
  AgentGroup: of('EC2::SecurityGroup', { GroupDescription: 'agents', VpcId: ref('Room'), SecurityGroupEgress: rules }),
});
const acl = (...entries: Record<string, unknown>[]): Resources => ({
  Acl: of('EC2::NetworkAcl', { VpcId: ref('Room') }),
  AclAssociation: of('EC2::SubnetNetworkAclAssociation', { SubnetId: ref('RoomSubnet'), NetworkAclId: ref('Acl') }),
  ...Object.fromEntries(
    entries.map((entry, at) => [`Entry${at}`, of('EC2::NetworkAclEntry', { NetworkAclId: ref('Acl'), ...entry })]),
  ),
});
const entry = (RuleNumber: unknown, RuleAction: string, more: Record<string, unknown> = {}) => ({
  RuleNumber,
  RuleAction,
  Protocol: -1,
  Egress: true,
  CidrBlock: '0.0.0.0/0',
  ...more,
});
const otherGroup: Resources = {
  Agent: of('EC2::Instance', { SubnetId: ref('RoomSubnet'), SecurityGroupIds: [ref('AgentGroup'), 'sg-0abc'] }),
};
const withoutGroups: Resources = { Agent: of('EC2::Instance', { SubnetId: ref('RoomSubnet') }) };
const prefixList: Resources = {
  List: of('EC2::PrefixList', {
    AddressFamily: 'IPv4',
    MaxEntries: 1,
    PrefixListName: 'l',
    Entries: [{ Cidr: '198.51.100.0/24' }],
  }),
};

const rows: readonly Row[] = [
  ['no egress but the door', way, 'proven'],
  ['no egress property at all', { ...way, ...openGroup }, 'refuted', 'internet'],
  ['an empty egress property', { ...way, ...group([]) }, 'refuted', 'internet'],
  ['a rule for everything', { ...way, ...egress(any) }, 'refuted', 'internet'],
  [
    'a rule for one public address and port',
    { ...way, ...egress({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '198.51.100.7/32' }) },
    'refuted',
    'internet',
  ],
  [
    'a rule for DNS alone',
    { ...way, ...egress({ IpProtocol: 'udp', FromPort: 53, ToPort: 53, CidrIp: '0.0.0.0/0' }) },
    'refuted',
    'internet',
  ],
  [
    'a rule for ping alone',
    { ...way, ...egress({ IpProtocol: 'icmp', FromPort: 8, ToPort: 0, CidrIp: '0.0.0.0/0' }) },
    'refuted',
    'internet',
  ],
  ['a rule for a protocol by number', { ...way, ...egress({ IpProtocol: '50', CidrIp: '0.0.0.0/0' }) }, 'refuted', 'internet'],
  ['a rule for half of the internet', { ...way, ...egress({ ...any, CidrIp: '0.0.0.0/1' }) }, 'refuted', 'internet'],
  ['a rule for IPv6 where there is none', { ...way, ...egress({ IpProtocol: '-1', CidrIpv6: '::/0' }) }, 'proven'],
  ['a rule for private addresses that nothing has', { ...way, ...egress({ ...any, CidrIp: '192.168.0.0/16' }) }, 'proven'],
  ['a rule for loopback', { ...way, ...egress({ ...any, CidrIp: '127.0.0.0/8' }) }, 'proven'],
  [
    'a rule for the broadcast address',
    { ...way, ...egress({ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }) },
    'proven',
  ],
  ['a rule for itself', { ...way, ...egress({ IpProtocol: '-1', DestinationSecurityGroupId: ref('AgentGroup') }) }, 'proven'],
  ['an ingress rule', { ...way, Into: of('EC2::SecurityGroupIngress', { GroupId: ref('AgentGroup'), ...any }) }, 'proven'],
  [
    'a rule of another group',
    { ...way, Other: of('EC2::SecurityGroupEgress', { GroupId: ref('ProxyGroup'), ...any }) },
    'proven',
  ],
  ['a rule without a destination', { ...way, ...egress({ IpProtocol: '-1' }) }, 'proven'],
  [
    'a rule for a prefix list made in the inputs',
    { ...way, ...prefixList, ...egress({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationPrefixListId: ref('List') }) },
    'refuted',
    'internet',
  ],
  [
    'a rule for a prefix list from outside',
    { ...way, ...egress({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationPrefixListId: 'pl-0abc' }) },
    'unknown',
  ],
  ['a rule for addresses from outside', { ...way, ...egress({ ...any, CidrIp: { 'Fn::ImportValue': 'range' } }) }, 'unknown'],
  ['rules from outside', { ...way, ...group({ 'Fn::ImportValue': 'rules' }) }, 'unknown'],
  ['a group from outside', { ...way, ...otherGroup }, 'unknown'],
  [
    'a standalone rule of a group from outside',
    { ...way, ...otherGroup, Added: of('EC2::SecurityGroupEgress', { GroupId: 'sg-0abc', ...any }) },
    'refuted',
    'internet',
  ],
  ['no groups, so the default one', { ...way, ...withoutGroups }, 'refuted', 'internet'],
  [
    'the default group by attribute',
    {
      ...way,
      Agent: of('EC2::Instance', { SubnetId: ref('RoomSubnet'), SecurityGroupIds: [att('Room', 'DefaultSecurityGroup')] }),
    },
    'refuted',
    'internet',
  ],
  ['a network ACL without entries', { ...way, ...openGroup, ...acl() }, 'proven'],
  ['a network ACL that lets everything out', { ...way, ...openGroup, ...acl(entry(100, 'allow')) }, 'refuted', 'internet'],
  [
    "a network ACL for the agents' own range",
    { ...way, ...openGroup, ...acl(entry(100, 'allow', { CidrBlock: '10.0.0.0/16' })) },
    'proven',
  ],
  ['a network ACL that denies first', { ...way, ...openGroup, ...acl(entry(100, 'deny'), entry(200, 'allow')) }, 'proven'],
  [
    'a network ACL that allows first',
    { ...way, ...openGroup, ...acl(entry(100, 'allow', { Protocol: 6, PortRange: { From: 443, To: 443 } }), entry(200, 'deny')) },
    'refuted',
    'internet',
  ],
  [
    'a network ACL that denies one protocol',
    { ...way, ...openGroup, ...acl(entry(100, 'deny', { Protocol: 6 }), entry(200, 'allow')) },
    'refuted',
    'internet',
  ],
  [
    'a network ACL for ping alone',
    { ...way, ...openGroup, ...acl(entry(100, 'allow', { Protocol: 1, Icmp: { Type: 8, Code: -1 } })) },
    'refuted',
    'internet',
  ],
  [
    'a network ACL that lets everything in alone',
    { ...way, ...openGroup, ...acl(entry(100, 'allow', { Egress: false })) },
    'proven',
  ],
  [
    'a network ACL whose entry has no direction',
    { ...way, ...openGroup, ...acl({ RuleNumber: 1, RuleAction: 'allow', Protocol: -1, CidrBlock: '0.0.0.0/0' }) },
    'proven',
  ],
  [
    'a network ACL whose deny is from outside',
    { ...way, ...openGroup, ...acl(entry(100, 'deny', { CidrBlock: { 'Fn::ImportValue': 'range' } }), entry(200, 'allow')) },
    'unknown',
  ],
  [
    'a network ACL from outside',
    {
      ...way,
      ...openGroup,
      AclAssociation: of('EC2::SubnetNetworkAclAssociation', { SubnetId: ref('RoomSubnet'), NetworkAclId: 'acl-0abc' }),
    },
    'unknown',
  ],
  [
    'a deny in the default network ACL',
    {
      ...way,
      ...openGroup,
      Deny: of('EC2::NetworkAclEntry', { NetworkAclId: att('Room', 'DefaultNetworkAcl'), ...entry(50, 'deny') }),
    },
    'proven',
  ],
  [
    'a late deny in the default network ACL',
    {
      ...way,
      ...openGroup,
      Deny: of('EC2::NetworkAclEntry', { NetworkAclId: att('Room', 'DefaultNetworkAcl'), ...entry(150, 'deny') }),
    },
    'refuted',
    'internet',
  ],
];

/** A network ACL at the NAT gateway's subnet. */
const natAcl = (...entries: Record<string, unknown>[]): Resources => ({
  ...way,
  ...openGroup,
  ...acl(...entries),
  AclAssociation: of('EC2::SubnetNetworkAclAssociation', { SubnetId: ref('RoomPublicSubnet'), NetworkAclId: ref('Acl') }),
});
const inbound = (RuleAction: string, CidrBlock: string) => entry(100, RuleAction, { Egress: false, CidrBlock });

const natRows: readonly Row[] = [
  ['lets everything through', natAcl(entry(100, 'allow'), inbound('allow', '0.0.0.0/0')), 'refuted', 'internet'],
  ["lets in the agents' subnet", natAcl(entry(100, 'allow'), inbound('allow', '10.0.0.0/24')), 'refuted', 'internet'],
  ['lets in another subnet', natAcl(entry(100, 'allow'), inbound('allow', '10.0.4.0/24')), 'proven'],
  [
    "keeps out the agents' subnet",
    natAcl(entry(100, 'allow'), inbound('deny', '10.0.0.0/16'), { ...inbound('allow', '0.0.0.0/0'), RuleNumber: 200 }),
    'proven',
  ],
  ["lets in half of the agents' subnet", natAcl(entry(100, 'allow'), inbound('allow', '10.0.0.0/25')), 'refuted', 'internet'],
  ['lets nothing out', natAcl(inbound('allow', '0.0.0.0/0')), 'proven'],
  [
    'lets out to its own network',
    natAcl(entry(100, 'allow', { CidrBlock: '10.0.0.0/16' }), inbound('allow', '0.0.0.0/0')),
    'proven',
  ],
];

describe('an agent behind a NAT gateway whose network ACL', () => judgeRows(natRows));

describe('an agent with', () => judgeRows(rows));

const parameter = (Parameter: Record<string, unknown>) => ({ Choice: Parameter }) as never;
const byParameter = { ...way, ...egress({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: ref('Choice') }) };
const portParameter = {
  ...way,
  ...egress({ IpProtocol: 'tcp', FromPort: ref('Choice'), ToPort: ref('Choice'), CidrIp: '0.0.0.0/0' }),
};

describe('an agent whose rule has a parameter', () => {
  test.each([
    ['for the addresses', byParameter, { Type: 'String', Default: '10.9.0.0/16' }, 'refuted'],
    ['for the addresses that admits public ones', byParameter, { Type: 'String', AllowedPattern: '^198[.].*$' }, 'unknown'],
    [
      'for the addresses, of a list of private ones',
      byParameter,
      { Type: 'String', AllowedValues: ['192.168.0.0/16', '192.168.1.0/24'] },
      'proven',
    ],
    [
      'for the addresses that also makes the network',
      { ...byParameter, Other: of('EC2::VPC', { CidrBlock: ref('Choice') }) },
      { Type: 'String', Default: '10.9.0.0/16' },
      'proven',
    ],
    ['for the port', portParameter, { Type: 'Number', Default: 443 }, 'refuted'],
    ['for the port, within bounds', portParameter, { Type: 'Number', MinValue: 8000, MaxValue: 8080 }, 'refuted'],
  ] as const)('%s', (_, changes, choice, verdict) => {
    const found = judged(changes, parameter(choice));
    expect(found.verdict, JSON.stringify(found)).toBe(verdict);
  });

  test('and the path says which', () => {
    const { resources, steps } = judged(byParameter, parameter({ Type: 'String' }));
    expect(resources).toContain('AgentEgress');
    expect(steps).toContain('allows tcp 443 to 0.0.0.0/0, with Choice=0.0.0.0/0');
  });
});
