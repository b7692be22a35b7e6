import type { Fields, Value } from '../../world/value';
import { isFields } from '../../world/value';
import type { Resource } from '../../world/world';
import type { Answers, Described } from './answers';
import { assumed, inside, listed } from './assumed-resource';

/** Security groups, network ACLs and prefix lists. */
export const assumedFirewalls = (answers: Answers): Resource[] => [
  ...answers.of('SecurityGroups').map(group),
  ...answers.of('SecurityGroupRules').map(groupRule),
  ...answers.of('NetworkAcls').flatMap(acl),
  ...[...answers.of('PrefixLists'), ...answers.of('ManagedPrefixLists')].flatMap(prefixList),
];

function group(each: Described): Resource {
  const { VpcId, IpPermissions, IpPermissionsEgress } = each.fields;
  return assumed('SecurityGroup', each, {
    VpcId,
    // an answer without the list doesn't tell that it is empty
    SecurityGroupIngress: IpPermissions === undefined ? [everything] : rules(each.fields, 'IpPermissions', 'Source'),
    SecurityGroupEgress: IpPermissionsEgress === undefined ? [everything] : egress(each.fields),
  });
}

const everything: Fields = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };

/** A group without egress rules lets nothing out, which a template says by a rule that leads nowhere. */
function egress(fields: Fields): readonly Fields[] {
  const found = rules(fields, 'IpPermissionsEgress', 'Destination');
  return found.length > 0 ? found : [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32' }];
}

const rules = (fields: Fields, name: string, side: 'Source' | 'Destination'): readonly Fields[] =>
  listed(fields, name).flatMap((permission) => {
    const base = ports(permission);
    const named = (list: string, field: string, property: string) =>
      listed(permission, list).map((each): Fields => ({ ...base, [property]: each[field] ?? null }));
    return [
      ...named('IpRanges', 'CidrIp', 'CidrIp'),
      ...named('Ipv6Ranges', 'CidrIpv6', 'CidrIpv6'),
      ...named('PrefixListIds', 'PrefixListId', `${side}PrefixListId`),
      ...named('UserIdGroupPairs', 'GroupId', `${side}SecurityGroupId`),
    ];
  });

function ports({ IpProtocol, FromPort, ToPort }: Fields): Fields {
  const entries = Object.entries({ IpProtocol: IpProtocol ?? '-1', FromPort, ToPort });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Fields;
}

/** "DescribeSecurityGroupRules" */
function groupRule(each: Described): Resource {
  const { GroupId, IsEgress, CidrIpv4, CidrIpv6, PrefixListId } = each.fields;
  const [type, side] = IsEgress === true ? ['SecurityGroupEgress', 'Destination'] : ['SecurityGroupIngress', 'Source'];
  return assumed(type as string, each, {
    ...{ GroupId, ...ports(each.fields), CidrIp: CidrIpv4, CidrIpv6, [`${side}PrefixListId`]: PrefixListId },
    [`${side}SecurityGroupId`]: inside(each.fields, 'ReferencedGroupInfo', 'GroupId'),
  });
}

function acl(each: Described): Resource[] {
  const { VpcId } = each.fields;
  return [
    assumed('NetworkAcl', each, { VpcId }),
    ...listed(each.fields, 'Entries').map((entry, index) => aclEntry(each, entry, index)),
    ...listed(each.fields, 'Associations').map(({ SubnetId }, index) =>
      assumed(
        'SubnetNetworkAclAssociation',
        each,
        { SubnetId, NetworkAclId: each.id },
        { id: `${each.id}/${String(SubnetId)}`, steps: ['Associations', index] },
      ),
    ),
  ];
}

function aclEntry(each: Described, entry: Fields, index: number): Resource {
  const { RuleNumber, Protocol, RuleAction, Egress, CidrBlock, Ipv6CidrBlock, PortRange, IcmpTypeCode } = entry;
  const properties: Record<string, Value | undefined> = { RuleNumber, Protocol, RuleAction, Egress, CidrBlock, Ipv6CidrBlock };
  return assumed(
    'NetworkAclEntry',
    each,
    { NetworkAclId: each.id, ...properties, PortRange, ...(isFields(IcmpTypeCode) && { Icmp: IcmpTypeCode }) },
    { id: `${each.id}/entry ${index}`, steps: ['Entries', index] },
  );
}

/** Only `describe-prefix-lists` tells what is in a list. */
function prefixList(each: Described): Resource[] {
  const { Cidrs } = each.fields;
  if (!Array.isArray(Cidrs)) return [];
  const texts = (Cidrs as readonly Value[]).map(String);
  const AddressFamily = texts.some((text) => text.includes(':')) ? 'IPv6' : 'IPv4';
  return [assumed('PrefixList', each, { AddressFamily, Entries: texts.map((Cidr) => ({ Cidr })) })];
}
