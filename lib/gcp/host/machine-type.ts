/** What a machine type of Compute Engine has. */
export interface Machine {
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly isArm: boolean;
}

/** Types that share a processor: Compute Engine, "General-purpose machine family", "Shared-core machine types". */
const sharedCore: Readonly<Record<string, number>> = { 'e2-micro': 1024, 'e2-small': 2048, 'e2-medium': 4096 };

/** GiB for each vCPU, by series and class: "General-purpose machine family". */
const perCpu: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  e2: { standard: 4, highmem: 8, highcpu: 1 },
  n2: { standard: 4, highmem: 8, highcpu: 1 },
  n2d: { standard: 4, highmem: 8, highcpu: 1 },
  n4: { standard: 4, highmem: 8, highcpu: 2 },
  c3: { standard: 4, highmem: 8, highcpu: 2 },
  t2d: { standard: 4 },
  c4a: { standard: 4, highmem: 8, highcpu: 2 },
  t2a: { standard: 4 },
};

/** What a machine type has; throws an Error if it isn't known and `memoryMiB` doesn't say. */
export function machineOf(type: string, memoryMiB?: number): Machine {
  const [, series = '', kind = '', count] = /^([a-z0-9]+)-([a-z]+)(?:-(\d+))?$/.exec(type) ?? [];
  const memory = memoryMiB ?? sharedCore[type] ?? (perCpu[series]?.[kind] ?? Number.NaN) * Number(count) * 1024;
  if (memory > 0) return { cpus: Number(count ?? 2), memoryMiB: memory, isArm: ['c4a', 't2a'].includes(series) };
  throw new Error(`size.memoryMiB must say how much memory machines of this type have, in MiB, as it isn't known, got '${type}'`);
}

/** MiB of a host that aren't its container's: the system's, Docker's and the logging agent's. */
const systemMiB = 512;

/** MiB that the container of a host may have; throws an Error if that is too little for any. */
export function containerMiB({ memoryMiB }: Machine): number {
  if (memoryMiB - systemMiB >= 256) return memoryMiB - systemMiB;
  throw new Error(`size.memoryMiB must be ${systemMiB + 256} or more, of which the system takes ${systemMiB}, got ${memoryMiB}`);
}
