import ipaddr from 'ipaddr.js';
import { type Cidr, parseCidr } from '../policy/cidr';
import { forbiddenPart } from '../policy/never-reachable';

/**
 * The first `count` blocks of 256 addresses in `cidr`, one for each subnetwork; Cloud Run's Direct VPC egress takes a /26 or more. Throws
 * an Error if `cidr` isn't an IPv4 block, holds fewer, or holds addresses there that no network may have.
 */
export function subnetBlocks(cidr: string, count: number): readonly string[] {
  const block = ipv4Block(cidr);
  if (2 ** (24 - block.bits) < count) {
    throw new Error(`cidr must hold ${count} blocks of 256 addresses: write ${widened(block, count)} or larger, got '${cidr}'`);
  }
  const blocks = Array.from({ length: count }, (_, index) => parseCidr(`${addressIn(block, index * 256)}/24`));
  const why = blocks.map(unusable).find((reason) => reason !== undefined);
  if (why) throw new Error(`cidr must be of private addresses such as 10.64.0.0/16 and not ${why}, got '${cidr}'`);
  return blocks.map(({ text }) => text);
}

/** The address that comes `offset` after the first of an IPv4 block. */
export function addressIn({ network }: Cidr, offset: number): string {
  const first = network.toByteArray().reduce((number, byte) => number * 256 + byte, 0);
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor((first + offset) / 2 ** shift) % 256);
  return new ipaddr.IPv4(bytes).toString();
}

function ipv4Block(cidr: string): Cidr {
  const block = parsed(cidr);
  if (block.network.kind() === 'ipv4') return block;
  throw new Error(`cidr must be IPv4, which is all that agents need, got '${cidr}'`);
}

function parsed(cidr: string): Cidr {
  try {
    return parseCidr(cidr);
  } catch (error) {
    throw new Error(`cidr ${(error as Error).message}`);
  }
}

// a host on Container-Optimized OS has Docker's bridge, whether it is used or not
const unusable = (block: Cidr): string | undefined =>
  forbiddenPart(block)?.because ?? (block.overlaps(dockerBridge) ? "the bridge of Docker's default network" : undefined);

function widened({ network }: Cidr, count: number): string {
  const bits = 24 - Math.ceil(Math.log2(count));
  return `${ipaddr.IPv4.networkAddressFromCIDR(`${network.toString()}/${bits}`).toString()}/${bits}`;
}

const dockerBridge = parseCidr('172.17.0.0/16');
