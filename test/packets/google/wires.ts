import { addressesOf } from '../topology';
import {
  at,
  type Firewall as HostFirewall,
  hostNamespace,
  internetGatewayLines,
  internetNamespace,
  type Link,
  matching,
  type Namespace,
  single,
  up,
  type Wires,
} from '../wires';
import {
  type Firewall,
  type GoogleHost,
  type GoogleTopology,
  isFor,
  levelsFor,
  type Network,
  networkOf,
  outerAddress,
  peersOf,
  type Route,
  rangesOfRule,
  routesOf,
  taggedSenders,
} from './topology';

/** Lays a system: firewall rules are each host's own firewall, routes are its network's router's, with a table for each host. */
export function googleWires(topology: GoogleTopology): Wires {
  const { networks, hosts } = topology;
  const internetLinks = networks.map(
    ({ name }, index): Cable => [
      [name, 'internet'],
      ['Internet', `net${index}`],
    ],
  );
  const hostLinks = hosts.map(
    (host): Cable => [
      [host.name, 'eth0'],
      [networkOf(topology, host).name, device(host)],
    ],
  );
  return {
    namespaces: [
      ...hosts.map((host) => hostNamespace(host, firewallOf(topology, host), host.canForward)),
      ...networks.map((network) => routerNamespace(topology, network)),
      internetNamespace(networks.map((network, index) => ({ device: `net${index}`, addresses: outside(topology, network) }))),
    ],
    links: [...internetLinks, ...peerLinks(topology), ...hostLinks].map(([one, other], index): Link => [index + 1, one, other]),
  };
}

type Cable = readonly [readonly [string, string], readonly [string, string]];
const device = (host: GoogleHost): string => `h-${host.name}`;
const peerDevice = ({ name }: Network): string => `p-${name}`;

function peerLinks(topology: GoogleTopology): Cable[] {
  const pairs = topology.networks.flatMap((network) => peersOf(topology, network).map((peer) => [network, peer] as const));
  return pairs
    .filter(([one, other]) => one.name < other.name)
    .map(([one, other]) => [
      [one.name, peerDevice(other)],
      [other.name, peerDevice(one)],
    ]);
}

function firewallOf(topology: GoogleTopology, host: GoogleHost): HostFirewall {
  const ingress = levelsFor(topology, host, 'ingress').map((rules) => rules.flatMap((rule) => ruleLines(topology, host, rule)));
  const egress = levelsFor(topology, host, 'egress').map((rules) => rules.flatMap((rule) => ruleLines(topology, host, rule)));
  const chains = (prefix: string, levels: string[][]) =>
    levels.flatMap((lines, index) => [`chain ${prefix}-${index} {`, ...lines, '}']);
  return {
    chains: [...chains('ingress', ingress), ...chains('egress', egress)],
    in: ingress.map((_, index) => `jump ingress-${index}`),
    out: egress.map((_, index) => `jump egress-${index}`),
    otherwiseIn: 'drop',
    otherwiseOut: 'accept',
  };
}

const verdicts = { allow: 'accept', deny: 'drop', goto_next: 'return' };

function ruleLines(topology: GoogleTopology, host: GoogleHost, rule: Firewall): string[] {
  const others = [...rangesOfRule(rule), ...taggedSenders(topology, host, rule).flatMap(addressesOf)];
  const end = rule.direction === 'egress' ? 'daddr' : 'saddr';
  return others.map((cidr) => `${at(end, cidr)} ${matching(rule.traffic)} ${verdicts[rule.action]}`);
}

function routerNamespace(topology: GoogleTopology, network: Network): Namespace {
  const own = hostsOf(topology, network);
  const peers = peersOf(topology, network);
  // what comes from a peer or from the internet may go to hosts of this network, and no further
  const entrances = [...peers.map(peerDevice), 'internet'].map((entrance) => `rule add iif ${entrance} lookup 100`);
  const ways = own.flatMap((host, index) => [
    `rule add iif ${device(host)} lookup ${101 + index}`,
    ...hostTable(topology, network, host, 101 + index),
  ]);
  const devices = [...own.map(device), ...peers.map(peerDevice), 'internet'];
  const outer = new Map(own.flatMap((host) => pairOf(topology, host)));
  return {
    name: network.name,
    forwards: true,
    listens: false,
    ip: [...devices.map(up), ...entrances, ...localRoutes(topology, network, 100), ...ways],
    ip6: [...entrances, ...own.map((host, index) => `rule add iif ${device(host)} lookup ${101 + index}`)],
    nft: internetGatewayLines(outer),
  };
}

const hostsOf = (topology: GoogleTopology, network: Network): readonly GoogleHost[] =>
  topology.hosts.filter((host) => networkOf(topology, host) === network);

function pairOf(topology: GoogleTopology, host: GoogleHost): [string, string][] {
  const outer = outerAddress(topology, host);
  return outer ? [[host.address, outer]] : [];
}

function hostTable(topology: GoogleTopology, network: Network, host: GoogleHost, table: number): string[] {
  const peers = peersOf(topology, network).flatMap((peer) => [
    ...peer.subnetworks.map(({ cidr }) => `route add ${cidr} dev ${peerDevice(peer)} table ${table}`),
  ]);
  const stated = routesOf(network).filter(({ tags }) => isFor(tags, host));
  return [...localRoutes(topology, network, table), ...peers, ...stated.map((route) => routeLine(route, table))];
}

function localRoutes(topology: GoogleTopology, network: Network, table: number): string[] {
  const ranges = network.subnetworks.flatMap(({ cidr, ipv6 }) => (ipv6 ? [cidr, ipv6] : [cidr]));
  const somewhere = hostsOf(topology, network).flatMap((host) =>
    addressesOf(host).map((address) => `route add ${single(address)} dev ${device(host)} table ${table}`),
  );
  return [...ranges.map((range) => `route add blackhole ${range} table ${table}`), ...somewhere];
}

const routeLine = ({ to, via, priority }: Route, table: number): string =>
  `route add ${to} dev ${via === 'internet' ? 'internet' : `h-${via.host}`} metric ${priority} table ${table}`;

function outside(topology: GoogleTopology, network: Network): string[] {
  const hosts = hostsOf(topology, network);
  const outer = [
    ...hosts.flatMap((host) => pairOf(topology, host).map(([, address]) => address)),
    ...hosts.flatMap(({ ipv6 }) => ipv6 ?? []),
  ];
  return [...new Set(outer)].map(single);
}
