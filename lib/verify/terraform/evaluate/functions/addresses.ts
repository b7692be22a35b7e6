import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { integer, refuse, text, uncomputed } from '../operands';
import type { OperationTable } from './operation-table';

export const addressFunctions: OperationTable = {
  cidrhost: (prefix, host) => addressText(hostOf(block(text(prefix)), integer(host))),
  cidrnetmask: (prefix) => netmask(block(text(prefix))),
  cidrsubnet: (prefix, bits, index) => subnet(block(text(prefix)), integer(bits), integer(index)),
  cidrsubnets: (prefix, ...bits) => subnets(block(text(prefix)), bits.map(integer)),
};

interface Block {
  readonly start: bigint;
  readonly bits: number;
  /** How many bits an address of the family has. */
  readonly size: 32 | 128;
}

interface Address {
  readonly value: bigint;
  readonly size: 32 | 128;
}

function block(prefix: string): Block {
  // Terraform reads leading zeros as decimal, and mixed notation as IPv4
  if (/(^|\.|\/)0\d/.test(prefix) || (prefix.includes('.') && prefix.includes(':'))) uncomputed(`'${prefix}' isn't computed`);
  const [, address = '', bits = ''] = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(prefix) ?? [];
  const family = isIP(address);
  const size = family === 6 ? 128 : 32;
  if (family === 0 || Number(bits) > size) refuse(`'${prefix}' is no block of addresses`);
  const free = BigInt(size - Number(bits));
  return { start: (numberOf(address) >> free) << free, bits: Number(bits), size };
}

const numberOf = (address: string): bigint =>
  ipaddr
    .parse(address)
    .toByteArray()
    .reduce((sum, byte) => (sum << 8n) + BigInt(byte), 0n);

function addressText({ value, size }: Address): string {
  const bytes = Array.from({ length: size / 8 }, (_, index) => Number((value >> BigInt(size - 8 * (index + 1))) & 255n));
  return ipaddr.fromByteArray(bytes).toString();
}

/** A negative number counts from the block's end. */
function hostOf({ start, bits, size }: Block, host: number): Address {
  const count = 1n << BigInt(size - bits);
  const offset = host < 0 ? count + BigInt(host) : BigInt(host);
  if (offset < 0n || offset >= count) refuse('the block has no such host');
  return { value: start + offset, size };
}

function netmask({ bits, size }: Block): string {
  if (size !== 32) refuse('a netmask is for IPv4');
  return addressText({ value: ((1n << 32n) - 1n) ^ ((1n << BigInt(32 - bits)) - 1n), size });
}

function subnet(parent: Block, more: number, index: number): string {
  const bits = parent.bits + more;
  if (more < 0 || bits > parent.size) refuse('the block is too small');
  if (index < 0 || BigInt(index) >= 1n << BigInt(more)) refuse('the block has no such part');
  return blockText(parent.start + (BigInt(index) << BigInt(parent.size - bits)), bits, parent.size);
}

const blockText = (value: bigint, bits: number, size: 32 | 128): string => `${addressText({ value, size })}/${bits}`;

/** Each part starts at the next multiple of its own size. */
function subnets(parent: Block, more: readonly number[]): readonly string[] {
  const end = parent.start + (1n << BigInt(parent.size - parent.bits));
  let next = parent.start;
  return more.map((extra) => {
    const bits = parent.bits + extra;
    if (extra < 1 || bits > parent.size) refuse('the block is too small');
    const size = 1n << BigInt(parent.size - bits);
    const start = ((next + size - 1n) / size) * size;
    next = start + size;
    return next <= end ? blockText(start, bits, parent.size) : refuse('the block is too small');
  });
}
