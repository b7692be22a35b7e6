import { found } from '../found';
import { concerns, familyOfShot, type Shot } from '../shot';
import { addressesOf, contains, internet, internetAddresses, prefixLength } from '../topology';
import {
  type AclEntry,
  type AwsHost,
  type AwsTopology,
  egressOf,
  type GroupRule,
  hasPublicAddress,
  type Network,
  networkOf,
  peersOf,
  type Route,
  type Subnet,
  subnetOf,
} from './topology';

// What AWS's documentation says of one packet, worked out by hand: the packets must agree with it, and planted errors are made from it.

/** An interface that packets leave from or arrive at. */
interface Interface {
  readonly address: string;
  readonly subnet: string;
  readonly host?: AwsHost;
}

/** Who gets the shot, if anybody. */
export function awsReceiver(topology: AwsTopology, shot: Shot): string | undefined {
  const host = found(topology.hosts, ({ name }) => name === shot.from);
  const groups = topology.networks.flatMap((network) => network.groups).filter(({ name }) => host.groups.includes(name));
  const leaves = groups.some((group) => egressOf(group)?.some((rule) => admits(topology, rule, shot, shot.to)) ?? true);
  return leaves ? forward(topology, { address: shot.source, subnet: host.subnet, host }, shot) : undefined;
}

function admits(topology: AwsTopology, rule: GroupRule, shot: Shot, other: string): boolean {
  return concerns(rule, shot) && peersOf(topology, rule).some((cidr) => contains(cidr, other));
}

function forward(topology: AwsTopology, from: Interface, shot: Shot): string | undefined {
  const network = networkOf(topology, from.subnet);
  const local = interfaces(topology, network).find((candidate) => addresses(candidate).includes(shot.to));
  if (local) return deliver(topology, from, local, shot);
  const route = routeTo(network, subnetOf(topology, from.subnet), shot.to);
  return route && leavesSubnet(topology, from, route, shot) ? follow(topology, network, from, route, shot) : undefined;
}

/** The most specific route. The network's own range is always local, and goes nowhere if nobody is there. */
function routeTo(network: Network, subnet: Subnet, to: string): Route | undefined {
  if ([network.cidr, network.ipv6].some((cidr) => cidr && contains(cidr, to))) return undefined;
  const routes = network.tables.find(({ name }) => name === subnet.table)?.routes ?? [];
  const fitting = routes.filter((route) => contains(route.to, to));
  return fitting.sort((one, other) => prefixLength(other.to) - prefixLength(one.to))[0];
}

/** Inside a subnet no network ACL is asked, so one on the way to a host or NAT gateway beside the sender isn't either. */
function leavesSubnet(topology: AwsTopology, from: Interface, { via }: Route, shot: Shot): boolean {
  const hop = 'name' in via ? hopSubnet(topology, via.name) : undefined;
  return hop === from.subnet || passes(topology, from.subnet, 'egress', shot, shot.to);
}

const hopSubnet = (topology: AwsTopology, name: string): string | undefined =>
  [...topology.hosts, ...topology.networks.flatMap(({ natGateways }) => natGateways)].find((hop) => hop.name === name)?.subnet;

function follow(topology: AwsTopology, network: Network, from: Interface, { via }: Route, shot: Shot): string | undefined {
  switch (via.kind) {
    case 'internet':
      return internetAddresses.includes(shot.to) && isKnownOutside(topology, from, shot) ? internet : undefined;
    case 'egress-only':
      return internetAddresses.includes(shot.to) ? internet : undefined;
    case 'nat':
      return throughNat(topology, network, via.name, from, shot);
    case 'peering':
      return throughPeering(topology, network, via.name, from, shot);
    case 'host':
      return throughHost(topology, via.name, from, shot);
  }
}

/** NAT gateways always are: they have Elastic IPs. */
const isKnownOutside = (topology: AwsTopology, { host }: Interface, shot: Shot): boolean =>
  familyOfShot(shot) === 'ipv6' || !host || hasPublicAddress(topology, host);

function throughNat(topology: AwsTopology, network: Network, name: string, from: Interface, shot: Shot): string | undefined {
  const gateway = found(network.natGateways, (candidate) => candidate.name === name);
  const enters = gateway.subnet === from.subnet || passes(topology, gateway.subnet, 'ingress', shot, from.address);
  return enters ? forward(topology, gateway, shot) : undefined;
}

function throughPeering(topology: AwsTopology, network: Network, name: string, from: Interface, shot: Shot): string | undefined {
  const peering = found(topology.peerings, (candidate) => candidate.name === name);
  const peer = found(
    topology.networks,
    (candidate) => candidate.name === (peering.from === network.name ? peering.to : peering.from),
  );
  const there = interfaces(topology, peer).find((candidate) => addresses(candidate).includes(shot.to));
  return there && receive(topology, from, there, shot);
}

function throughHost(topology: AwsTopology, name: string, from: Interface, shot: Shot): string | undefined {
  const host = found(topology.hosts, (candidate) => candidate.name === name);
  return host.sourceDestCheck ? undefined : receive(topology, from, { ...host, host }, shot);
}

function deliver(topology: AwsTopology, from: Interface, to: Interface, shot: Shot): string | undefined {
  const leaves = from.subnet === to.subnet || passes(topology, from.subnet, 'egress', shot, shot.to);
  return leaves ? receive(topology, from, to, shot) : undefined;
}

/** The list of the receiver's subnet, then the receiver's groups. Nothing is tried to a NAT gateway itself. */
function receive(topology: AwsTopology, from: Interface, { subnet, host }: Interface, shot: Shot): string | undefined {
  if (!host || (from.subnet !== subnet && !passes(topology, subnet, 'ingress', shot, from.address))) return undefined;
  const groups = topology.networks.flatMap((network) => network.groups).filter(({ name }) => host.groups.includes(name));
  const enters = groups.some(({ ingress }) => ingress.some((rule) => admits(topology, rule, shot, from.address)));
  return enters ? host.name : undefined;
}

function passes(topology: AwsTopology, subnet: string, direction: AclEntry['direction'], shot: Shot, other: string): boolean {
  const name = subnetOf(topology, subnet).acl;
  const acl = networkOf(topology, subnet).acls.find((candidate) => candidate.name === name);
  if (!acl) return true;
  const ordered = acl.entries.filter((entry) => entry.direction === direction).sort((one, next) => one.number - next.number);
  return ordered.find((entry) => concerns(entry, shot) && contains(entry.cidr, other))?.action === 'allow';
}

function interfaces(topology: AwsTopology, network: Network): readonly Interface[] {
  const hosts = topology.hosts.filter(({ subnet }) => networkOf(topology, subnet) === network);
  return [...hosts.map((host) => ({ ...host, host })), ...network.natGateways];
}

const addresses = ({ address, host }: Interface): readonly string[] => (host ? addressesOf(host) : [address]);
