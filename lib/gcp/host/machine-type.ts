/** What a machine type of Compute Engine has. */
export interface Machine {
  readonly cpus: number;
  readonly memoryMiB: number;
  readonly isArm: boolean;
  /** The disks that it takes, and the interface that it needs. @default - what Compute Engine takes by itself */
  readonly devices: { readonly diskType?: string; readonly nicType?: string };
}

/** GiB for each vCPU by class, and what newer series can't do without: "General-purpose machine family", "About Hyperdisk", "Using gVNIC". */
interface Series {
  readonly memory: Readonly<Record<string, number>>;
  readonly isArm?: boolean;
  readonly devices: Machine['devices'];
}

const older = { diskType: 'pd-balanced' };
const newer = { diskType: 'hyperdisk-balanced', nicType: 'GVNIC' };

const knownSeries: Readonly<Record<string, Series>> = {
  e2: { memory: { standard: 4, highmem: 8, highcpu: 1 }, devices: older },
  n2: { memory: { standard: 4, highmem: 8, highcpu: 1 }, devices: older },
  n2d: { memory: { standard: 4, highmem: 8, highcpu: 1 }, devices: older },
  t2d: { memory: { standard: 4 }, devices: older },
  c3: { memory: { standard: 4, highmem: 8, highcpu: 2 }, devices: { ...older, nicType: 'GVNIC' } },
  n4: { memory: { standard: 4, highmem: 8, highcpu: 2 }, devices: newer },
  c4a: { memory: { standard: 4, highmem: 8, highcpu: 2 }, isArm: true, devices: newer },
};

/** Types that share a processor: "General-purpose machine family", "E2 shared-core machine types". */
const sharedCore: Readonly<Record<string, number>> = { 'e2-micro': 1024, 'e2-small': 2048, 'e2-medium': 4096 };

/** What a machine type has; throws an Error if it isn't known and `memoryMiB` doesn't say. */
export function machineOf(type: string, memoryMiB?: number): Machine {
  const [, name = '', kind = '', count] = /^([a-z0-9]+)-([a-z]+)(?:-(\d+))?/.exec(type) ?? [];
  const series = knownSeries[name];
  const memory = memoryMiB ?? sharedCore[type] ?? (series?.memory[kind] ?? Number.NaN) * Number(count) * 1024;
  if (memory > 0)
    return { cpus: Number(count ?? 2), memoryMiB: memory, isArm: series?.isArm ?? false, devices: series?.devices ?? {} };
  throw new Error(`size.memoryMiB must say how much memory machines of this type have, in MiB, as it isn't known, got '${type}'`);
}

/** MiB of a host that aren't its container's: the system's, Docker's and the logging agent's. */
const systemMiB = 512;

/** MiB that the container of a host may have; throws an Error if that is too little for any. */
export function containerMiB({ memoryMiB }: Machine): number {
  if (memoryMiB - systemMiB >= 256) return memoryMiB - systemMiB;
  throw new Error(`size.memoryMiB must be ${systemMiB + 256} or more, of which the system takes ${systemMiB}, got ${memoryMiB}`);
}
