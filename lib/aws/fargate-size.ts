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

/** How much room files have: of the memory at /tmp, in MiB, and of Fargate's disk, in GiB. */
export interface FargateFiles {
  readonly memoryMiB: number;
  readonly tmpMiB: number;
  /** @default - Fargate's own 20 */
  readonly storageGiB?: number;
}

/** Throws an Error if there is no such room: a tmpfs of no size is one without a bound, and for the disk "AWS::ECS::TaskDefinition EphemeralStorage". */
export function refuseOtherFiles({ memoryMiB, tmpMiB, storageGiB }: FargateFiles): void {
  if (!isWholeWithin(tmpMiB, 1, memoryMiB - 1))
    throw new Error(`size.tmpMiB must be 1 to ${memoryMiB - 1}, as it is part of size.memoryMiB, got ${tmpMiB}`);
  if (storageGiB !== undefined && !isWholeWithin(storageGiB, 21, 200))
    throw new Error(`size.storageGiB must be 21 to 200, or left out for 20, got ${storageGiB}`);
}

const isWholeWithin = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

function steps(from: number, to: number, step: number): readonly number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}
