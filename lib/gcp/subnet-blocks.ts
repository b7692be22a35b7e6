import ipaddr from 'ipaddr.js';
import { type Cidr, parseCidr } from '../policy/cidr';
import { forbiddenPart } from '../policy/never-reachable';

/**
 * The first `count` blocks of 256 addresses in `cidr`, one for each subnetwork; Cloud Run's Direct VPC egress takes a /26 or more. Throws an
 * Error if `cidr` isn't an IPv4 block that a network may have, or holds fewer.
 */
export function subnetBlocks(cidr: string, count: number): readonly string[] {
  const block = networkBlock(cidr);
  const held = 2 ** (24 - block.bits);
  if (held < count) {
    throw new Error(`cidr must hold ${count} blocks of 256 addresses: write ${widened(block, count)} or larger, got '${cidr}'`);
  }
  return Array.from({ length: count }, (_, index) => `${addressIn(block, index * 256)}/24`);
}

/** The address that comes `offset` after the first of a block. */
export function addressIn({ network }: Cidr, offset: number): string {
  const first = network.toByteArray().reduce((number, byte) => number * 256 + byte, 0);
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor((first + offset) / 2 ** shift) % 256);
  return new ipaddr.IPv4(bytes).toString();
}

function networkBlock(cidr: string): Cidr {
  const block = named(cidr);
  if (block.network.kind() !== 'ipv4') throw new Error(`cidr must be IPv4, which is all that agents need, got '${cidr}'`);
  const because =
    forbiddenPart(block)?.because ?? (block.overlaps(dockerBridge) ? "Docker's own addresses on each host" : undefined);
  if (because)
    throw new Error(`cidr must be a block of private addresses such as 10.64.0.0/16: it has ${because} in it, got '${cidr}'`);
  return block;
}

function named(cidr: string): Cidr {
  try {
    return parseCidr(cidr);
  } catch (error) {
    throw new Error(`cidr ${(error as Error).message}`);
  }
}

const widened = ({ network }: Cidr, count: number): string => {
  const bits = 24 - Math.ceil(Math.log2(count));
  return `${ipaddr.IPv4.networkAddressFromCIDR(`${network.toString()}/${bits}`).toString()}/${bits}`;
};

const dockerBridge = parseCidr('172.17.0.0/16');
