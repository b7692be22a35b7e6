import { found } from '../found';
import { concerns, familyOfShot, type Shot } from '../shot';
import { addressesOf, contains, internet, internetAddresses, prefixLength } from '../topology';
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

// What Google's documentation says of one packet, worked out by hand: the packets must agree with it, and planted errors are made from it.

/** Who gets the shot, if anybody. */
export function googleReceiver(topology: GoogleTopology, shot: Shot): string | undefined {
  const host = found(topology.hosts, ({ name }) => name === shot.from);
  return decision(topology, host, 'egress', shot, shot.to) === 'deny' ? undefined : carried(topology, host, shot);
}

/** The first rule that fits, list by list, or what is implied: all may leave, none may enter. */
function decision(
  topology: GoogleTopology,
  host: GoogleHost,
  direction: Firewall['direction'],
  shot: Shot,
  other: string,
): 'allow' | 'deny' {
  for (const rules of levelsFor(topology, host, direction)) {
    const rule = rules.find((one) => concerns(one.traffic, shot) && isAbout(topology, host, one, other));
    if (rule && rule.action !== 'goto_next') return rule.action;
  }
  return direction === 'egress' ? 'allow' : 'deny';
}

const isAbout = (topology: GoogleTopology, host: GoogleHost, rule: Firewall, other: string): boolean =>
  rangesOfRule(rule).some((cidr) => contains(cidr, other)) ||
  taggedSenders(topology, host, rule).some((sender) => addressesOf(sender).includes(other));

/** Subnet routes come first, of the network and of its peers; a peering carries IPv4 only. */
function carried(topology: GoogleTopology, host: GoogleHost, shot: Shot): string | undefined {
  const network = networkOf(topology, host);
  const ranges = [
    ...network.subnetworks.flatMap(({ cidr, ipv6 }) => (ipv6 ? [cidr, ipv6] : [cidr])),
    ...peersOf(topology, network).flatMap(({ subnetworks }) => subnetworks.map(({ cidr }) => cidr)),
  ];
  const near = topology.hosts.find((other) => addressesOf(other).includes(shot.to));
  if (ranges.some((range) => contains(range, shot.to))) return receive(topology, near, shot);
  const route = routeTo(network, host, shot.to);
  if (!route) return undefined;
  return route.via === 'internet' ? outward(topology, host, shot) : throughHost(topology, route.via.host, shot);
}

function routeTo(network: Network, host: GoogleHost, to: string): Route | undefined {
  const fitting = routesOf(network).filter((route) => isFor(route.tags, host) && contains(route.to, to));
  const rank = ({ to: cidr, priority }: Route) => priority - prefixLength(cidr) * 100_000;
  return fitting.sort((one, other) => rank(one) - rank(other))[0];
}

const outward = (topology: GoogleTopology, host: GoogleHost, shot: Shot): string | undefined =>
  internetAddresses.includes(shot.to) && (familyOfShot(shot) === 'ipv6' || outerAddress(topology, host)) ? internet : undefined;

function throughHost(topology: GoogleTopology, name: string, shot: Shot): string | undefined {
  const host = found(topology.hosts, (one) => one.name === name);
  return host.canForward ? receive(topology, host, shot) : undefined;
}

function receive(topology: GoogleTopology, host: GoogleHost | undefined, shot: Shot): string | undefined {
  return host && decision(topology, host, 'ingress', shot, shot.source) === 'allow' ? host.name : undefined;
}
