import type { Random } from '../random';
import { agent, proxy } from '../topology';
import type { AwsHost, NatGateway, Network, Peering, Route, RouteTable } from './topology';

/** What stands around a table's network. */
export interface Surroundings {
  readonly networks: readonly Network[];
  readonly peerings: readonly Peering[];
  readonly hosts: readonly AwsHost[];
  /** The probability that a group is wide, and that an agent or a table has a way onward. */
  readonly looseness: number;
}

/** A table of the public or the private kind. */
export function randomTable(random: Random, kind: 'Public' | 'Private', network: Network, around: Surroundings): RouteTable {
  // a NAT gateway stands in the public subnet: what reaches it goes to the internet, or nowhere
  const isPrivate = kind === 'Private';
  const outward = outwardRoutes(random, network, isPrivate ? network.natGateways : []);
  const sideways = isPrivate || network.natGateways.length === 0 ? peerRoutes(random, network, around) : [];
  const middle = isPrivate ? middleRoutes(random, network, around.hosts) : [];
  const all = [...middle, ...outward, ...sideways];
  return {
    name: `${kind}${network.name}`,
    routes: all.filter(({ to }, index) => all.findIndex((other) => other.to === to) === index),
  };
}

function outwardRoutes(random: Random, network: Network, [nat]: readonly NatGateway[]): Route[] {
  return [...outwardRoutes4(random, network, nat), ...outwardRoutes6(random, network)];
}

function outwardRoutes4(random: Random, { internetGateway }: Network, nat: NatGateway | undefined): Route[] {
  const via = nat && random.chance(0.8) ? ({ kind: 'nat', name: nat.name } as const) : ({ kind: 'internet' } as const);
  const to = random.pick(['0.0.0.0/0', '0.0.0.0/0', '0.0.0.0/1', '203.0.113.0/24']);
  return internetGateway && random.chance(0.75) ? [{ to, via }] : [];
}

function outwardRoutes6(random: Random, { internetGateway, egressOnlyGateway, ipv6 }: Network): Route[] {
  const kinds = [...(internetGateway ? ['internet' as const] : []), ...(egressOnlyGateway ? ['egress-only' as const] : [])];
  return ipv6 && kinds.length > 0 && random.chance(0.6) ? [{ to: '::/0', via: { kind: random.pick(kinds) } }] : [];
}

function peerRoutes(random: Random, network: Network, { networks, peerings: [peering] }: Surroundings): Route[] {
  const peer = networks.find((candidate) => candidate !== network);
  if (!peering || !peer) return [];
  const part = peer.cidr.replace('/16', '/24');
  // a peer lets nobody through to its own gateways
  const targets = [
    random.pick([peer.cidr, peer.cidr, peer.cidr, part, '0.0.0.0/0']),
    ...(peer.ipv6 && network.ipv6 ? [peer.ipv6] : []),
  ];
  return targets.filter(() => random.chance(0.75)).map((to) => ({ to, via: { kind: 'peering', name: peering.name } }));
}

/** A part of the internet by way of a host in the other subnet, as to a NAT instance. */
function middleRoutes(random: Random, { subnets: [open] }: Network, hosts: readonly AwsHost[]): Route[] {
  const near = hosts.filter(({ name, subnet }) => name !== agent && name !== proxy && subnet === open?.name);
  return near.length > 0 && random.chance(0.6)
    ? [{ to: '93.184.0.0/16', via: { kind: 'host', name: random.pick(near).name } }]
    : [];
}
