import { addressesOf, familyOf, type Host, internet, internetAddresses, type Traffic } from './topology';

// A topology as network namespaces: hosts, the routers between them, and one host that is the internet.

/** A network namespace, and what sets it up. */
export interface Namespace {
  readonly name: string;
  readonly forwards: boolean;
  readonly listens: boolean;
  /** Lines of an `ip` batch. */
  readonly ip: readonly string[];
  /** Lines of an `ip -6` batch, for what shows no family of its own. */
  readonly ip6: readonly string[];
  readonly nft: readonly string[];
}

/** A virtual cable: a number of its own, and the namespace and interface at either end. */
export type Link = readonly [number, readonly [string, string], readonly [string, string]];

export interface Wires {
  readonly namespaces: readonly Namespace[];
  readonly links: readonly Link[];
}

/** Rules of a host's own firewall, in order; what no rule takes is let through or dropped. */
export interface Firewall {
  /** Chains of their own that the rules jump to. @default - none */
  readonly chains?: readonly string[];
  readonly in: readonly string[];
  readonly out: readonly string[];
  readonly otherwiseIn: 'accept' | 'drop';
  readonly otherwiseOut: 'accept' | 'drop';
}

export const up = (name: string): string => `link set ${name} arp off up`;

/** A host behind a router. One that takes foreign packets receives what is addressed to others, as a NAT instance does. */
export function hostNamespace(host: Host, firewall: Firewall, takesForeign: boolean): Namespace {
  const addresses = addressesOf(host).map((address) => `address add ${single(address)} dev eth0${nodad(address)}`);
  const routes = addressesOf(host).map((address) => `route add ${anywhere(address)} dev eth0`);
  return {
    name: host.name,
    forwards: false,
    listens: true,
    ip: ['link set lo up', up('eth0'), ...addresses, ...routes, ...(takesForeign ? localEverything : [])],
    ip6: takesForeign ? ['rule add iif eth0 lookup 99'] : [],
    nft: firewallLines(firewall),
  };
}

const localEverything = [
  'route add local 0.0.0.0/0 dev lo table 99',
  'route add local ::/0 dev lo table 99',
  'rule add iif eth0 lookup 99',
];

/** Stateful: answers pass. The order of hooks puts these rules before what a program in the host sends or sees. */
export const firewallLines = (firewall: Firewall): string[] => [
  'table inet firewall {',
  ...(firewall.chains ?? []),
  `chain in { type filter hook input priority 0; policy ${firewall.otherwiseIn}; iif lo accept; ct state established,related accept;`,
  ...firewall.in,
  '}',
  `chain out { type filter hook output priority 0; policy ${firewall.otherwiseOut}; oif lo accept; ct state established,related accept;`,
  ...firewall.out,
  '}',
  '}',
];

/** The internet, with one interface to each router that leads there, and the addresses that are behind it. */
export function internetNamespace(
  routers: readonly { readonly device: string; readonly addresses: readonly string[] }[],
): Namespace {
  const own = internetAddresses.map((address) => `address add ${single(address)} dev lo${nodad(address)}`);
  const routes = routers.flatMap(({ device, addresses }) => addresses.map((address) => `route add ${address} dev ${device}`));
  const ip = ['link set lo up', ...own, ...routers.map(({ device }) => up(device)), ...routes];
  return { name: internet, forwards: false, listens: true, ip, ip6: [], nft: [] };
}

export const single = (address: string): string => `${address}/${familyOf(address) === 'ipv6' ? 128 : 32}`;
export const anywhere = (address: string): string => (familyOf(address) === 'ipv6' ? '::/0' : '0.0.0.0/0');
const nodad = (address: string): string => (familyOf(address) === 'ipv6' ? ' nodad' : '');

/** The nft words that match what a rule is about. */
export function matching({ protocol, ports }: Traffic): string {
  if (protocol === 'any') return '';
  if (protocol === 'icmp' || protocol === 'icmpv6') return `meta l4proto ${protocol === 'icmp' ? 'icmp' : 'ipv6-icmp'}`;
  return ports ? `${protocol} dport ${ports.from}-${ports.to}` : `meta l4proto ${protocol}`;
}

/** The nft words that match packets to (`daddr`) or from (`saddr`) an address or CIDR. */
export const at = (end: 'saddr' | 'daddr', cidr: string): string => `${familyOf(cidr) === 'ipv6' ? 'ip6' : 'ip'} ${end} ${cidr}`;

/** Gives what leaves for the internet its public address, and drops what has none. IPv6 needs none. */
export function internetGatewayLines(publicAddresses: ReadonlyMap<string, string>): string[] {
  const pairs = [...publicAddresses].map(([address, outer]) => `${address} : ${outer}`).join(', ');
  const known = [...publicAddresses.keys()].join(', ');
  const rest = known ? `ip saddr != { ${known} }` : '';
  const translation = known ? `oifname "internet" snat to ip saddr map { ${pairs} }` : '';
  return [
    'table ip gateway {',
    `chain forward { type filter hook forward priority 10; oifname "internet" ${rest} drop`,
    '}',
    `chain translate { type nat hook postrouting priority 100; ${translation}`,
    '}',
    '}',
  ];
}

/** Sends everything on from the namespace's own address, as a NAT gateway does. */
export const masqueradeLines: readonly string[] = [
  'table ip nat {',
  'chain translate { type nat hook postrouting priority 100; masquerade',
  '}',
  '}',
];
