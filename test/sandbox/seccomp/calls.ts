import fc from 'fast-check';
import { conditional } from '../../../lib/sandbox/seccomp/rules/conditional';

/** Values of which the rules speak, and those beside them. */
const edges = conditional
  .flatMap(({ passes }) => passes.flat())
  .flatMap(({ mask, values }) => [mask, ...values])
  .flatMap((value) => [value - 1, value, value + 1, value ^ 0x80000, value | 0x40])
  .map((value) => BigInt(value >>> 0));

const bit = fc.nat(63).map((at) => 1n << BigInt(at));
const edge = fc.constantFrom(0n, 1n, 2n, 3n, 5n, 6n, 10n, 16n, 17n, 40n, 0xffffffffn, ...edges);
/** With something above the 32 bits that the kernel looks at. */
const high = fc.tuple(edge, fc.nat(0xffffffff)).map(([low, above]) => low | (BigInt(above) << 32n));
const argument = fc.oneof(edge, edge, bit, high, fc.bigInt(0n, 2n ** 64n - 1n));

/** The six arguments of a system call. */
export const argumentsOfCalls = fc.array(argument, { minLength: 6, maxLength: 6 });
