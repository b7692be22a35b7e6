import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A block of addresses, its host bits zero. */
export interface Cidr {
  readonly text: string;
  /** Whether some address is in both blocks; blocks of different families share none. */
  readonly overlaps: (other: Cidr) => boolean;
  readonly contains: (address: string) => boolean;
  readonly network: ipaddr.IPv4 | ipaddr.IPv6;
  readonly bits: number;
}

/** The block that `text` writes as `address/bits`; throws an Error that says what is wrong and what to write. */
export function parseCidr(text: string): Cidr {
  const [, address = '', bits = ''] = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(text) ?? [];
  const family = isIP(address);
  if (family === 0 || String(Number(bits)) !== bits || Number(bits) > (family === 4 ? 32 : 128)) {
    throw new Error(`must be a CIDR block such as 10.20.0.0/16, got '${text}'`);
  }
  const network = networkOf(address, Number(bits));
  if (network.toString() !== ipaddr.parse(address).toString()) {
    throw new Error(`must have no host bits: write ${network.toString()}/${bits}, got '${text}'`);
  }
  return block(network, Number(bits));
}

function block(network: ipaddr.IPv4 | ipaddr.IPv6, bits: number): Cidr {
  const holds = (other: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
    other.kind() === network.kind() && (other as ipaddr.IPv4).match(network as ipaddr.IPv4, bits);
  return {
    text: `${network.toString()}/${bits}`,
    network,
    bits,
    contains: (address) => holds(ipaddr.parse(address)),
    overlaps: (other) => (other.bits >= bits ? holds(other.network) : other.overlaps(block(network, bits))),
  };
}

function networkOf(address: string, bits: number): ipaddr.IPv4 | ipaddr.IPv6 {
  const family = isIP(address) === 4 ? ipaddr.IPv4 : ipaddr.IPv6;
  return family.networkAddressFromCIDR(`${address}/${bits}`);
}
