/** What a process does; each number is 32 bits, each argument 64. */
export interface SystemCall {
  readonly architecture: number;
  readonly number: number;
  readonly args: readonly bigint[];
}

/** Runs a filter's bytes as the kernel does ("BPF" in seccomp_check_filter), and returns its answer; throws for what the kernel refuses. */
export function interpreted(filter: Buffer, call: SystemCall): number {
  const seen = dataOf(call);
  let accumulator = 0;
  for (let at = 0; at < filter.length / 8; at++) {
    const [code, whenTrue, whenFalse] = [filter.readUInt16LE(at * 8), filter.readUInt8(at * 8 + 2), filter.readUInt8(at * 8 + 3)];
    const value = filter.readUInt32LE(at * 8 + 4);
    if (code === 0x20) accumulator = seen.readUInt32LE(value);
    else if (code === 0x54) accumulator = (accumulator & value) >>> 0;
    else if (code === 0x05) at += value;
    else if (code === 0x15) at += accumulator === value ? whenTrue : whenFalse;
    else if (code === 0x35) at += accumulator >= value ? whenTrue : whenFalse;
    else if (code === 0x06) return value;
    else throw new Error(`no instruction is ${code}`);
  }
  throw new Error('the program ended without an answer');
}

/** A `struct seccomp_data`. */
function dataOf({ architecture, number, args }: SystemCall): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.writeUInt32LE(number >>> 0, 0);
  bytes.writeUInt32LE(architecture, 4);
  for (const [at, value] of args.entries()) bytes.writeBigUInt64LE(value, 16 + 8 * at);
  return bytes;
}
