import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Range } from './boundaries';

/** How many addresses each family has. */
export const v4Size = 2 ** 32;
export const v6Size = 2n ** 128n;

/** The addresses of one block. */
export type AddressBlock = { readonly v4: Range<number> } | { readonly v6: Range<bigint> };

/**
 * The block that `text` writes as `address/bits` or as one address; host bits count as zero, as AWS and Google take them.
 * Throws an Error for anything else.
 */
export function parseBlock(text: string): AddressBlock {
  const [, address = '', bits] = /^([0-9a-fA-F.:]+)(?:\/(0|[1-9]\d{0,2}))?$/.exec(text) ?? [];
  const family = isIP(address);
  const width = family === 4 ? 32 : 128;
  if (family === 0 || Number(bits ?? 0) > width) {
    throw new Error(`addresses must be a CIDR block such as 10.20.0.0/16 or one address, got '${text}'`);
  }
  const host = width - Number(bits ?? width);
  return family === 4 ? { v4: blockOf4(address, host) } : { v6: blockOf6(address, BigInt(host)) };
}

function blockOf4(address: string, hostBits: number): Range<number> {
  const value = ipaddr.IPv4.parse(address).octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** hostBits;
  const from = value - (value % size);
  return { from, end: from + size };
}

function blockOf6(address: string, hostBits: bigint): Range<bigint> {
  const value = ipaddr.IPv6.parse(address).parts.reduce((sum, part) => (sum << 16n) + BigInt(part), 0n);
  const from = (value >> hostBits) << hostBits;
  return { from, end: from + (1n << hostBits) };
}

/** The fewest CIDR blocks that make up a range of IPv4 addresses, ascending. */
export function cidrsOf4({ from, end }: Range<number>): string[] {
  return split(BigInt(from), BigInt(end)).map(({ start, hostBits }) => `${text4(Number(start))}/${32 - hostBits}`);
}

/** The fewest CIDR blocks that make up a range of IPv6 addresses, ascending. */
export function cidrsOf6({ from, end }: Range<bigint>): string[] {
  return split(from, end).map(({ start, hostBits }) => `${text6(start)}/${128 - hostBits}`);
}

function split(from: bigint, end: bigint): { start: bigint; hostBits: number }[] {
  const blocks: { start: bigint; hostBits: number }[] = [];
  for (let start = from; start < end; ) {
    const hostBits = largestBlock(start, end - start);
    blocks.push({ start, hostBits });
    start += 1n << BigInt(hostBits);
  }
  return blocks;
}

/** The host bits of the largest block that begins at `start` and holds `room` addresses at most. */
function largestBlock(start: bigint, room: bigint): number {
  const fits = room.toString(2).length - 1;
  if (start === 0n) return fits;
  const aligned = (start & -start).toString(2).length - 1;
  return Math.min(fits, aligned);
}

const text4 = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');

function text6(value: bigint): string {
  const parts = [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => Number((value >> shift) & 0xffffn));
  return new ipaddr.IPv6(parts).toRFC5952String();
}
