import type { Random } from '../random';
import { agent, listenerPort, type PortRange, proxy, type Traffic } from '../topology';
import type { Surroundings } from './random-routes';
import { type Acl, type AclEntry, defaultGroup, type Group, type GroupRule, type Network } from './topology';

const door: Traffic = { protocol: 'tcp', ports: { from: listenerPort, to: listenerPort } };
const ranges: readonly PortRange[] = [
  { from: 8080, to: 8080 },
  { from: 443, to: 443 },
  { from: 53, to: 53 },
  { from: 80, to: 8080 },
  { from: 8080, to: 8999 },
  { from: 1024, to: 65535 },
  { from: 0, to: 65535 },
];

/** A network ACL that mostly lets through what its first entries don't take. */
export function randomAcl(random: Random, name: string, around: Surroundings): Acl {
  return { name, entries: [...randomEntries(random, 'egress', around), ...randomEntries(random, 'ingress', around)] };
}

function randomEntries(random: Random, direction: AclEntry['direction'], around: Surroundings): AclEntry[] {
  const numbered = random.several(0, 3, (index) => randomEntry(random, direction, 100 + index * 10, around));
  const rest = { direction, action: 'allow', protocol: 'any' } as const;
  const open = random.chance(0.75) ? [{ ...rest, number: 200, cidr: '0.0.0.0/0' }] : [];
  const open6 = random.chance(0.7) ? [{ ...rest, number: 201, cidr: '::/0' }] : [];
  // entries stand in any order: the numbers decide
  return [...open, ...open6, ...numbered.reverse()];
}

function randomEntry(random: Random, direction: AclEntry['direction'], number: number, around: Surroundings): AclEntry {
  const cidr = random.chance(0.2) ? '::/0' : randomCidr(random, around);
  const action = random.chance(0.6) ? 'deny' : 'allow';
  return { number, direction, action, ...randomTraffic(random, cidr), cidr };
}

/** The groups of a network: one of the agent and one of the proxy where they are in it, and one or two of the others. */
export function randomGroups(random: Random, network: Network, around: Surroundings): Group[] {
  const own = around.hosts.filter(({ subnet }) => network.subnets.some(({ name }) => name === subnet));
  const names = [...new Set(own.flatMap(({ groups }) => groups))];
  const known = around.peerings.length > 0 ? around.hosts : own;
  const reachable = [...new Set(known.flatMap(({ groups }) => groups))];
  return names.map((name) => randomGroup(random, name, reachable, around));
}

function randomGroup(random: Random, name: string, groups: readonly string[], around: Surroundings): Group {
  const rule = () => randomRule(random, groups, around);
  if (name.startsWith(defaultGroupOf(''))) return defaultGroup(name);
  if (name === groupOf(agent)) return { name, ...agentEgress(random, groups, around) };
  const ingress = [
    ...random.several(1, 2, rule),
    ...(random.chance(around.looseness + 0.25) ? [doorless(random, agent, groups, around)] : []),
  ];
  if (name === groupOf(proxy))
    return { name, ingress: [doorRule(random, agent, groups, around), ...random.several(0, 1, rule)], keepsDefault: false };
  const egress = random.chance(0.25) ? {} : { egress: [...random.several(0, 2, rule), ...outwardRules(random, around)] };
  return { name, ingress, ...egress, keepsDefault: random.chance(0.05) };
}

/** Nobody may open a connection to the agent: what its answers carry isn't tried. */
function agentEgress(random: Random, groups: readonly string[], around: Surroundings): Omit<Group, 'name'> {
  const more = random.several(0, 2, () => randomRule(random, groups, around));
  const egress = [doorRule(random, proxy, groups, around), ...(random.chance(0.6) ? more : []), ...outwardRules(random, around)];
  return { ingress: [], ...(random.chance(0.1) ? {} : { egress }), keepsDefault: random.chance(0.08) };
}

/** What opens a group to the internet, as far as the group goes. */
function outwardRules(random: Random, { looseness }: Surroundings): GroupRule[] {
  const cidrs = ['0.0.0.0/0', '::/0'].filter(() => random.chance(looseness));
  return cidrs.map((cidr) => ({ ...randomTraffic(random, cidr), peer: { cidr } }));
}

const prefixes = (random: Random, around: Surroundings): string[] => [
  ...new Set(random.several(1, 2, () => randomCidr(random, around))),
];

/** Something between a bystander and another host. */
function doorless(random: Random, other: string, groups: readonly string[], around: Surroundings): GroupRule {
  return about(randomTraffic(random, '0.0.0.0/0'), doorRule(random, other, groups, around).peer);
}

/** A group has members in both families, and ICMP of the wrong one isn't tried: where a rule names a group, it is about UDP instead. */
function about(traffic: Traffic, peer: GroupRule['peer']): GroupRule {
  return { ...('group' in peer && traffic.protocol.startsWith('icmp') ? { protocol: 'udp' } : traffic), peer };
}

/** To or from the other end of the one way there should be. */
function doorRule(random: Random, other: string, groups: readonly string[], around: Surroundings): GroupRule {
  const host = around.hosts.find(({ name }) => name === other);
  const byGroup = groups.includes(groupOf(other)) && random.chance(0.6);
  return { ...door, peer: byGroup || !host ? { group: groupOf(other) } : { cidr: `${host.address}/32` } };
}

function randomRule(random: Random, groups: readonly string[], around: Surroundings): GroupRule {
  const cidr = random.chance(0.25) ? '::/0' : randomCidr(random, around);
  const traffic = randomTraffic(random, cidr);
  if (random.chance(0.3)) return about(traffic, { group: random.pick(groups) });
  return { ...traffic, peer: random.chance(0.15) && !cidr.includes(':') ? { prefixList: prefixes(random, around) } : { cidr } };
}

export const groupOf = (host: string): string => `${host}Group`;
export const defaultGroupOf = (letter: string): string => `DefaultGroup${letter}`;

function randomTraffic(random: Random, cidr: string): Traffic {
  const protocol = random.pick(['tcp', 'tcp', 'tcp', 'udp', 'icmp', 'any'] as const);
  if (protocol === 'any') return { protocol };
  if (protocol === 'icmp') return { protocol: cidr.includes(':') ? 'icmpv6' : 'icmp' };
  return { protocol, ports: random.pick(ranges) };
}

function randomCidr(random: Random, { networks, hosts }: Surroundings): string {
  const wide = [
    '0.0.0.0/0',
    '0.0.0.0/0',
    '0.0.0.0/0',
    '0.0.0.0/1',
    '128.0.0.0/1',
    '203.0.113.0/24',
    '127.0.0.1/32',
    '10.0.0.0/8',
  ];
  const inside = [...networks, ...networks.flatMap(({ subnets }) => subnets)].map(({ cidr }) => cidr);
  return random.pick([...wide, ...inside, ...hosts.map(({ address }) => `${address}/32`)]);
}
