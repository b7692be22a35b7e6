import { found } from '../found';
import { addressesOf } from '../topology';
import {
  at,
  hostNamespace,
  internetGatewayLines,
  internetNamespace,
  type Link,
  masqueradeLines,
  matching,
  type Namespace,
  single,
  up,
  type Wires,
} from '../wires';
import {
  type Acl,
  type AclEntry,
  type AwsHost,
  type AwsTopology,
  egressOf,
  type Group,
  type GroupRule,
  hasPublicAddress,
  type Network,
  networkOf,
  peersOf,
  type Route,
} from './topology';

/** Lays a system: security groups are each host's own firewall, tables and network ACLs are its router's, NAT gateways are hosts. */
export function awsWires(topology: AwsTopology): Wires {
  const internetLinks = topology.networks.map(
    ({ name }, index): Cable => [
      [name, 'internet'],
      ['Internet', `net${index}`],
    ],
  );
  const peerLinks = topology.peerings.map(
    ({ name, from, to }): Cable => [
      [from, peerDevice(name)],
      [to, peerDevice(name)],
    ],
  );
  const portLinks = topology.networks.flatMap((network) =>
    ports(topology, network).map(
      (port): Cable => [
        [port.name, 'eth0'],
        [network.name, port.device],
      ],
    ),
  );
  return {
    namespaces: [
      ...topology.hosts.map((host) => hostNamespace(host, firewallOf(topology, host), !host.sourceDestCheck)),
      ...topology.networks.flatMap(({ natGateways }) => natGateways.map(natNamespace)),
      ...topology.networks.map((network) => routerNamespace(topology, network)),
      internetNamespace(
        topology.networks.map((network, index) => ({ device: `net${index}`, addresses: outside(topology, network) })),
      ),
    ],
    links: [...internetLinks, ...peerLinks, ...portLinks].map(([one, other], index): Link => [index + 1, one, other]),
  };
}

type Cable = readonly [readonly [string, string], readonly [string, string]];
const peerDevice = (peering: string): string => `p-${peering}`;

/** What hangs on a network's router: an interface of a host or of a NAT gateway. */
interface Port {
  readonly name: string;
  readonly device: string;
  readonly subnet: string;
  readonly addresses: readonly string[];
}

function ports(topology: AwsTopology, network: Network): readonly Port[] {
  const hosts = topology.hosts.filter(({ subnet }) => networkOf(topology, subnet) === network);
  const gateways = network.natGateways.map(({ name, subnet, address }) => ({ name, subnet, addresses: [address] }));
  const all = [...hosts.map((host) => ({ name: host.name, subnet: host.subnet, addresses: addressesOf(host) })), ...gateways];
  return all.map((port) => ({ ...port, device: `h-${port.name}` }));
}

function firewallOf(topology: AwsTopology, host: AwsHost) {
  const groups = topology.networks.flatMap((network) => network.groups).filter(({ name }) => host.groups.includes(name));
  const lines = (rules: readonly GroupRule[], end: 'saddr' | 'daddr') => rules.flatMap((rule) => ruleLines(topology, rule, end));
  const out = (group: Group): readonly string[] => {
    const rules = egressOf(group);
    return rules ? lines(rules, 'daddr') : ['accept'];
  };
  return {
    in: groups.flatMap(({ ingress }) => lines(ingress, 'saddr')),
    out: groups.flatMap(out),
    otherwiseIn: 'drop' as const,
    otherwiseOut: 'drop' as const,
  };
}

function ruleLines(topology: AwsTopology, rule: GroupRule, end: 'saddr' | 'daddr'): string[] {
  return peersOf(topology, rule).map((cidr) => `${at(end, cidr)} ${matching(rule)} accept`);
}

const natNamespace = ({ name, address }: { name: string; address: string }): Namespace => ({
  name,
  forwards: true,
  listens: false,
  ip: ['link set lo up', up('eth0'), `address add ${single(address)} dev eth0`, 'route add 0.0.0.0/0 dev eth0'],
  ip6: [],
  nft: masqueradeLines,
});

function routerNamespace(topology: AwsTopology, network: Network): Namespace {
  const all = ports(topology, network);
  const peers = topology.peerings
    .filter(({ from, to }) => from === network.name || to === network.name)
    .map(({ name }) => peerDevice(name));
  const tables = network.subnets.map((subnet, index) => ({
    subnet: subnet.name,
    number: 101 + index,
    routes: routesOf(network, subnet.table),
  }));
  // what comes from a peer or from the internet may go to hosts of this network, and no further
  const entrances = [...peers, 'internet'].map((device) => `rule add iif ${device} lookup 100`);
  const rules = all.map(
    ({ device, subnet }) => `rule add iif ${device} lookup ${found(tables, (table) => table.subnet === subnet).number}`,
  );
  const local = (number: number) => localRoutes(network, all, number);
  return {
    name: network.name,
    forwards: true,
    listens: false,
    ip: [
      ...[...all.map(({ device }) => device), ...peers, 'internet'].map(up),
      ...entrances,
      ...rules,
      ...local(100),
      ...tables.flatMap(({ number, routes }) => [...local(number), ...routes.map((route) => routeLine(route, number))]),
    ],
    ip6: [...entrances, ...rules],
    nft: [...aclLines(network, all), ...internetGatewayLines(publicAddresses(topology, network))],
  };
}

const routesOf = (network: Network, table: string | undefined): readonly Route[] =>
  network.tables.find(({ name }) => name === table)?.routes ?? [];

function localRoutes({ cidr, ipv6 }: Network, all: readonly Port[], table: number): string[] {
  const nowhere = [cidr, ...(ipv6 ? [ipv6] : [])].map((range) => `route add blackhole ${range} table ${table}`);
  const somewhere = all.flatMap(({ addresses, device }) =>
    addresses.map((address) => `route add ${single(address)} dev ${device} table ${table}`),
  );
  return [...nowhere, ...somewhere];
}

function routeLine({ to, via }: Route, table: number): string {
  const device = 'name' in via ? (via.kind === 'peering' ? peerDevice(via.name) : `h-${via.name}`) : 'internet';
  return `route add ${to} dev ${device} table ${table}`;
}

/** Stateless, and only between subnets: first the sender's list, then the receiver's. */
function aclLines(network: Network, all: readonly Port[]): string[] {
  const guarded = network.subnets.flatMap(({ name, acl }) => {
    const devices = all.filter((port) => port.subnet === name).map(({ device }) => `"${device}"`);
    const list = network.acls.find((candidate) => candidate.name === acl);
    return list && devices.length > 0 ? [{ name, list, devices: `{ ${devices.join(', ')} }` }] : [];
  });
  const chains = guarded.flatMap(({ name, list, devices }) => [
    ...aclChain(`out-${name}`, list, 'egress', `oifname ${devices} return`),
    ...aclChain(`in-${name}`, list, 'ingress', `iifname ${devices} return`),
  ]);
  const jumps = [
    ...guarded.map(({ name, devices }) => `iifname ${devices} jump out-${name}`),
    ...guarded.map(({ name, devices }) => `oifname ${devices} jump in-${name}`),
  ];
  return ['table inet acl {', ...chains, 'chain forward { type filter hook forward priority 0;', ...jumps, '}', '}'];
}

function aclChain(name: string, { entries }: Acl, direction: AclEntry['direction'], within: string): string[] {
  const ordered = entries.filter((entry) => entry.direction === direction).sort((one, other) => one.number - other.number);
  const end = direction === 'egress' ? 'daddr' : 'saddr';
  const lines = ordered.map(
    (entry) => `${at(end, entry.cidr)} ${matching(entry)} ${entry.action === 'allow' ? 'return' : 'drop'}`,
  );
  return [`chain ${name} {`, within, ...lines, 'drop', '}'];
}

/** Private to public addresses, of hosts and of NAT gateways. */
function publicAddresses(topology: AwsTopology, network: Network): ReadonlyMap<string, string> {
  const hosts = topology.hosts.filter((host) => networkOf(topology, host.subnet) === network && hasPublicAddress(topology, host));
  const inner = [...hosts.map(({ address }) => address), ...network.natGateways.map(({ address }) => address)];
  // any address will do that is unlike all others: 10.a.b.c is seen from outside as 54.a.b.c
  return new Map(inner.map((address) => [address, address.replace(/^\d+/, '54')]));
}

function outside(topology: AwsTopology, network: Network): string[] {
  const public4 = [...publicAddresses(topology, network).values()];
  const public6 = topology.hosts.flatMap(({ ipv6, subnet }) => (ipv6 && networkOf(topology, subnet) === network ? [ipv6] : []));
  return [...public4, ...public6].map(single);
}
