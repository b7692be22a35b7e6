import { fromByteArray, IPv4, IPv6 } from 'ipaddr.js';
import { AnyOf, Unresolved, type Value } from '../../../world/value';
import type { Intrinsic } from './intrinsic';

/** `Fn::Cidr`: the first blocks of a size inside a block. */
export const cidr: Intrinsic = (argument, stack, evaluation) => {
  const [block, count, bits] = (Array.isArray(argument) ? argument : []).map((part) => evaluation.evaluate(part, stack));
  const [many, size] = [Number(literal(count)), Number(literal(bits ?? 8))];
  if (!(Number.isInteger(many) && many >= 1 && many <= 256 && Number.isInteger(size) && size >= 0 && size <= 128)) {
    return new Unresolved('a Cidr needs a literal count and size');
  }
  if (typeof block === 'string')
    return blocks(block, many, size) ?? new Unresolved(`Fn::Cidr can't cut ${many} blocks out of '${block}'`);
  if (!(block instanceof AnyOf)) return new Unresolved('the block that Fn::Cidr cuts is only known at deployment');
  return Array.from({ length: many }, (_, index) => new AnyOf(`${block.name}[${index}]`, sized(size)));
};

const literal = (value: Value | undefined): Value => (typeof value === 'string' || typeof value === 'number' ? value : 'none');

function blocks(text: string, count: number, size: number): string[] | undefined {
  const range = parsed(text);
  if (!range) return undefined;
  const width = BigInt(range.bytes.length * 8);
  const prefix = Number(width) - size;
  const outer = 1n << (width - BigInt(range.prefix));
  if (prefix < range.prefix || BigInt(count) << BigInt(size) > outer) return undefined;
  const first = (number(range.bytes) / outer) * outer;
  return Array.from(
    { length: count },
    (_, index) => `${address(first + (BigInt(index) << BigInt(size)), range.bytes.length)}/${prefix}`,
  );
}

function parsed(text: string): { bytes: number[]; prefix: number } | undefined {
  try {
    const [start, prefix] = (text.includes(':') ? IPv6 : IPv4).parseCIDR(text.trim());
    return { bytes: start.toByteArray(), prefix };
  } catch {
    return undefined;
  }
}

const number = (bytes: readonly number[]): bigint => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

function address(value: bigint, length: number): string {
  const bytes = Array.from({ length }, (_, index) => Number((value >> BigInt(8 * (length - 1 - index))) & 255n));
  return fromByteArray(bytes).toString();
}

/** Of a block that is cut out of an open one, only the size is known. */
const sized = (size: number) => (value: string) => {
  const range = parsed(value);
  return range && range.bytes.length * 8 - range.prefix === size ? undefined : false;
};
