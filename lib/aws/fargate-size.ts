/** The MiB of memory that Fargate has for each number of CPU units. */
const memory: ReadonlyMap<number, readonly number[]> = new Map([
  [256, [512, 1024, 2048]],
  [512, steps(1024, 4096, 1024)],
  [1024, steps(2048, 8192, 1024)],
  [2048, steps(4096, 16_384, 1024)],
  [4096, steps(8192, 30_720, 1024)],
  [8192, steps(16_384, 61_440, 4096)],
  [16_384, steps(32_768, 122_880, 8192)],
]);

/**
 * Throws an Error if Fargate has no task of a size, in CPU units and MiB: Amazon ECS Developer Guide, "Troubleshoot Amazon ECS task definition
 * invalid CPU or memory errors".
 */
export function refuseOtherSizes({ cpu, memoryMiB }: { readonly cpu: number; readonly memoryMiB: number }): void {
  const possible = memory.get(cpu);
  if (!possible)
    throw new Error(`size.cpu must be one of ${[...memory.keys()].join(', ')}, as Fargate has no others, got ${cpu}`);
  if (possible.includes(memoryMiB)) return;
  throw new Error(`size.memoryMiB must be one of ${possible.join(', ')}, as size.cpu is ${cpu}, got ${memoryMiB}`);
}

function steps(from: number, to: number, step: number): readonly number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}
