import ipaddr from 'ipaddr.js';

// What both clouds' topologies have in common. `aws/` and `google/` each describe, render and lay their own.

export type Family = 'ipv4' | 'ipv6';
export type Protocol = 'tcp' | 'udp' | 'icmp';

/** Both ends belong to it. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** What a rule is about. Ports are for `tcp` and `udp`; none means all. */
export interface Traffic {
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'icmpv6' | 'any';
  readonly ports?: PortRange;
}

export interface Host {
  readonly name: string;
  readonly address: string;
  readonly ipv6?: string;
}

/** The host whose packets are tried, and the one that it may send to, on the listener's port. */
export const agent = 'Agent';
export const proxy = 'Proxy';
export const listenerPort = 8080;

/** Addresses that stand for the internet: in either half of IPv4, in IPv6, and in each range that the topologies name. */
export const internetAddresses = ['3.5.140.10', '93.184.216.34', '151.101.1.69', '203.0.113.9', '2a00:1450:4001::8a'];
/** The host that has all of them. */
export const internet = 'Internet';

export const familyOf = (address: string): Family => (address.includes(':') ? 'ipv6' : 'ipv4');

export const addressesOf = (host: Host): readonly string[] => (host.ipv6 ? [host.address, host.ipv6] : [host.address]);

const parsed = new Map<string, [ipaddr.IPv4 | ipaddr.IPv6, number]>();

/** Whether a CIDR, or a single address, contains an address or another CIDR. */
export function contains(cidr: string, inner: string): boolean {
  const [network, bits] = parse(cidr);
  const [address, innerBits] = parse(inner);
  return network.kind() === address.kind() && innerBits >= bits && address.match(network, bits);
}

export const prefixLength = (cidr: string): number => parse(cidr)[1];

function parse(cidr: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const known = parsed.get(cidr);
  if (known) return known;
  const made = cidr.includes('/') ? ipaddr.parseCIDR(cidr) : ipaddr.parseCIDR(`${cidr}/${cidr.includes(':') ? 128 : 32}`);
  parsed.set(cidr, made);
  return made;
}
