import type { Random } from '../random';
import { agent, listenerPort, type PortRange, proxy, type Traffic } from '../topology';
import type { Firewall, GoogleHost, Network, Policy } from './topology';

export interface Surroundings {
  readonly networks: readonly Network[];
  readonly hosts: readonly GoogleHost[];
}

const door: Traffic = { protocol: 'tcp', ports: { from: listenerPort, to: listenerPort } };
const ranges: readonly PortRange[] = [
  { from: 8080, to: 8080 },
  { from: 443, to: 443 },
  { from: 53, to: 53 },
  { from: 80, to: 8080 },
  { from: 1024, to: 65535 },
];
// few, so that ties are common
const priorities = [500, 1000, 1000, 2000];
const tags = ['agent', 'proxy', 'web', 'relay'];

/** The rules of a sealed network, each of them mostly there, and some more. */
export function randomFirewalls(random: Random, network: Network, around: Surroundings): Firewall[] {
  const letter = network.name.at(-1) ?? '';
  const usual = random.chance(0.4)
    ? loosened(random, around)
    : [...closing(random), ...opening(random, around)].filter(() => random.chance(0.9));
  const more = random.several(0, 3, () => randomFirewall(random, around));
  return [...usual, ...more].map((rule, index) => ({ ...rule, name: `rule-${letter}${index}`, disabled: random.chance(0.08) }));
}

/** A few rules that decide or hand on. */
export function randomPolicy(random: Random, network: Network, around: Surroundings): Policy {
  const rules = random.several(1, 3, (index): Firewall => {
    const { ranges = ['0.0.0.0/0'], ...rule } = randomFirewall(random, around);
    const action = random.pick(['allow', 'deny', 'goto_next', 'goto_next'] as const);
    const name = `policy-${network.name.at(-1)}${index}`;
    return { ...rule, name, ranges, action, priority: 100 + index, sourceTags: [], targetTags: [], disabled: random.chance(0.1) };
  });
  const rest: Firewall = {
    name: `policy-${network.name.at(-1)}-rest`,
    direction: random.pick(['egress', 'egress', 'ingress']),
    action: random.pick(['allow', 'deny']),
    priority: 200,
    disabled: false,
    traffic: { protocol: 'any' },
    ranges: [random.pick(['0.0.0.0/0', '10.0.0.0/8'])],
    sourceTags: [],
    targetTags: [],
  };
  return {
    name: `policy-${network.name.at(-1)}`,
    first: random.chance(0.5),
    rules: random.chance(0.5) ? [...rules, rest] : rules,
  };
}

type Rule = Omit<Firewall, 'name' | 'disabled'>;

/** Nothing closes the agent, and bystanders let in what comes. */
function loosened(random: Random, around: Surroundings): Rule[] {
  const welcome = {
    direction: 'ingress',
    action: 'allow',
    traffic: randomTraffic(random),
    sourceTags: [],
    targetTags: [],
  } as const;
  return [...opening(random, around), { ...welcome, priority: random.pick(priorities), ranges: ['10.0.0.0/8'] }];
}

function closing(random: Random): Rule[] {
  const targetTags = random.pick([[], ['agent'], ['agent', 'web']]);
  const base = { direction: 'egress', action: 'deny', traffic: { protocol: 'any' }, sourceTags: [], targetTags } as const;
  const priority = random.pick([1000, 2000, 2000, 65535]);
  const closing6 = random.chance(0.6) ? [{ ...base, priority, ranges: ['::/0'] }] : [];
  return [{ ...base, priority, ...(random.chance(0.5) ? { ranges: ['0.0.0.0/0'] } : {}) }, ...closing6];
}

function opening(random: Random, { hosts }: Surroundings): Rule[] {
  const addressOf = (name: string) => hosts.filter((host) => host.name === name).map(({ address }) => `${address}/32`);
  const way = { action: 'allow', traffic: door } as const;
  const out = {
    ...way,
    direction: 'egress',
    ranges: addressOf(proxy),
    sourceTags: [],
    targetTags: random.pick([['agent'], []]),
  } as const;
  const sources = random.chance(0.5) ? { sourceTags: ['agent'] } : { ranges: addressOf(agent), sourceTags: [] };
  const into = { ...way, direction: 'ingress', ...sources, targetTags: random.pick([['proxy'], []]) } as const;
  return [
    { ...out, priority: random.pick(priorities) },
    { ...into, priority: random.pick(priorities) },
  ];
}

function randomFirewall(random: Random, around: Surroundings): Rule {
  const direction = random.pick(['egress', 'ingress'] as const);
  const sourceTags = direction === 'ingress' && random.chance(0.4) ? [random.pick(tags)] : [];
  // without ranges and tags Google takes all
  const cidr = random.chance(0.25) ? '::/0' : randomCidr(random, around);
  const ranges = random.chance(sourceTags.length > 0 ? 0.4 : 0.85) ? [cidr] : undefined;
  return {
    direction,
    action: random.chance(0.65) ? 'allow' : 'deny',
    priority: random.pick(priorities),
    // what means all of IPv4 isn't about ICMPv6
    traffic: randomTraffic(random, ranges?.[0]),
    ...(ranges && { ranges }),
    sourceTags,
    targetTags: random.chance(0.5) ? [random.pick(tags)] : [],
  };
}

function randomTraffic(random: Random, cidr?: string): Traffic {
  const protocol = random.pick(['tcp', 'tcp', 'udp', 'icmp', 'any'] as const);
  if (protocol === 'any') return { protocol };
  if (protocol === 'icmp') return { protocol: cidr?.includes(':') ? 'icmpv6' : 'icmp' };
  return { protocol, ports: random.pick(ranges) };
}

function randomCidr(random: Random, { networks, hosts }: Surroundings): string {
  const wide = ['0.0.0.0/0', '0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '203.0.113.0/24', '10.0.0.0/8'];
  const inside = networks.flatMap(({ subnetworks }) => subnetworks.map(({ cidr }) => cidr));
  return random.pick([...wide, ...inside, ...hosts.map(({ address }) => `${address}/32`)]);
}
