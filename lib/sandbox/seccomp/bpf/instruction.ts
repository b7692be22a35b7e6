/** One instruction of classic BPF, a `struct sock_filter` of linux/filter.h. Jumps are over how many instructions, forward only. */
export interface Instruction {
  readonly code: number;
  readonly whenTrue: number;
  readonly whenFalse: number;
  readonly value: number;
}

function instruction(code: number, value: number, whenTrue = 0, whenFalse = 0): Instruction {
  return { code, whenTrue, whenFalse, value: value >>> 0 };
}

/** Loads 32 bits of a `struct seccomp_data`, `offset` bytes into it. */
export const load = (offset: number): Instruction => instruction(0x20, offset);
export const and = (mask: number): Instruction => instruction(0x54, mask);
export const jump = (over: number): Instruction => instruction(0x05, over);
export const jumpIfEqual = (value: number, whenTrue: number, whenFalse: number) => instruction(0x15, value, whenTrue, whenFalse);
export const jumpIfAtLeast = (value: number, whenTrue: number, whenFalse: number) =>
  instruction(0x35, value, whenTrue, whenFalse);
export const answer = (action: number): Instruction => instruction(0x06, action);

/** The bytes that `bwrap --seccomp` and the kernel take; all that a filter can be made for is little-endian. */
export function encoded(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  for (const [at, { code, whenTrue, whenFalse, value }] of program.entries()) {
    bytes.writeUInt16LE(code, at * 8);
    bytes.writeUInt8(whenTrue, at * 8 + 2);
    bytes.writeUInt8(whenFalse, at * 8 + 3);
    bytes.writeUInt32LE(value, at * 8 + 4);
  }
  return bytes;
}
