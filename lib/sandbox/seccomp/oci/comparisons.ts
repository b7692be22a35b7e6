import type { ArgumentTest } from '../rules/argument-test';

/** A condition on an argument in the OCI runtime specification: the argument's bits of `value` are `valueTwo`. */
export interface Comparison {
  readonly index: number;
  /** The mask. */
  readonly value: number;
  readonly valueTwo: number;
  readonly op: 'SCMP_CMP_MASKED_EQ';
}

/**
 * Comparisons of which one holds for each argument that passes a test. Only what is equal can be told so: what is unequal is split into blocks,
 * as the addresses beside one are, since runc takes two comparisons of one argument for alternatives.
 */
export function comparisonsOf({ argument, mask, values, not = false }: ArgumentTest): readonly Comparison[] {
  const blocks = not ? besides(values, 0, 0) : values.map((value) => ({ mask, value }));
  return blocks.map((block) => ({ index: argument, value: block.mask, valueTwo: block.value, op: 'SCMP_CMP_MASKED_EQ' }));
}

interface Block {
  readonly mask: number;
  readonly value: number;
}

/** Blocks that hold all 32-bit values that begin with the first `length` bits of `start`, but for those given. */
function besides(values: readonly number[], start: number, length: number): readonly Block[] {
  const mask = prefix(length);
  const within = values.filter((value) => (value & mask) >>> 0 === start);
  if (within.length === 0) return [{ mask, value: start }];
  if (length === 32) return [];
  const half = 2 ** (31 - length);
  return [...besides(within, start, length + 1), ...besides(within, start + half, length + 1)];
}

const prefix = (length: number) => (2 ** 32 - 2 ** (32 - length)) >>> 0;
