import { groupId, type Resources, ref } from './resources';
import { type AwsTopology, egressOf, type Group, type GroupRule } from './topology';

/**
 * A security group. Rules about ranges are in the group itself, rules about groups are resources of their own, since groups may name each
 * other; all egress is, where the group keeps the rule it was born with.
 */
export function groupResources(topology: AwsTopology, network: string, group: Group): Resources {
  const { name, ingress, egress = [], keepsDefault, isDefault } = group;
  if (isDefault) return {};
  const egressInside = egressOf(group)
    ? closedIfEmpty(egress.filter(isAboutRange).map((rule) => properties(topology, rule, 'Egress')))
    : [];
  const ingressInside = ingress.filter(isAboutRange).map((rule) => properties(topology, rule, 'Ingress'));
  const inside = {
    ...(ingressInside.length > 0 && { SecurityGroupIngress: ingressInside }),
    ...(egressInside.length > 0 && { SecurityGroupEgress: egressInside }),
  };
  return Object.assign(
    { [name]: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: name, VpcId: ref(network), ...inside } } },
    ...[...ingress, ...egress].map(prefixListResource),
    ...ingress.map((rule, index) => (isAboutRange(rule) ? {} : standalone(topology, name, 'Ingress', index, rule))),
    ...egress.map((rule, index) =>
      isAboutRange(rule) && !keepsDefault ? {} : standalone(topology, name, 'Egress', index, rule),
    ),
  );
}

const isAboutRange = ({ peer }: GroupRule): boolean => !('group' in peer);

/** AWS lets everything out of a group that states no egress in itself. */
const closedIfEmpty = (rules: readonly object[]): readonly object[] =>
  rules.length > 0 ? rules : [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32' }];

const standalone = (
  topology: AwsTopology,
  group: string,
  direction: 'Ingress' | 'Egress',
  index: number,
  rule: GroupRule,
): Resources => ({
  [`${group}${direction}${index}`]: {
    Type: `AWS::EC2::SecurityGroup${direction}`,
    Properties: { GroupId: groupId(topology, group), ...properties(topology, rule, direction) },
  },
});

function properties(topology: AwsTopology, { protocol, ports, peer }: GroupRule, direction: 'Ingress' | 'Egress'): object {
  const all = protocol.startsWith('icmp') ? { FromPort: -1, ToPort: -1 } : {};
  return {
    IpProtocol: protocol === 'any' ? '-1' : protocol,
    ...(ports ? { FromPort: ports.from, ToPort: ports.to } : all),
    ...peerProperties(topology, peer, direction === 'Egress' ? 'Destination' : 'Source'),
  };
}

function peerProperties(topology: AwsTopology, peer: GroupRule['peer'], end: 'Source' | 'Destination'): object {
  if ('cidr' in peer) return { [peer.cidr.includes(':') ? 'CidrIpv6' : 'CidrIp']: peer.cidr };
  if ('group' in peer) return { [`${end}SecurityGroupId`]: groupId(topology, peer.group) };
  return { [`${end}PrefixListId`]: ref(prefixListName(peer.prefixList)) };
}

const prefixListName = (cidrs: readonly string[]): string =>
  `Prefixes${cidrs.join('And').replaceAll('.', 'x').replaceAll('/', 'y')}`;

function prefixListResource({ peer }: GroupRule): Resources {
  if (!('prefixList' in peer)) return {};
  const name = prefixListName(peer.prefixList);
  const entries = peer.prefixList.map((cidr) => ({ Cidr: cidr }));
  const properties = { PrefixListName: name, AddressFamily: 'IPv4', MaxEntries: entries.length, Entries: entries };
  return { [name]: { Type: 'AWS::EC2::PrefixList', Properties: properties } };
}
