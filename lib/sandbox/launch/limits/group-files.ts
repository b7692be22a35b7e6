import type { Limits } from '../../limits';
import type { Limited } from './enforcer';

/** What is written into a control group for one limit: texts by file, in this order. */
export type GroupFiles = Readonly<Record<string, string>>;

/** Files of a controller that need not be there, as kernels without an account of swap lack them. */
export const optionalFiles: readonly string[] = ['memory.memsw.limit_in_bytes', 'memory.swap.max'];

/** Microseconds over which processor time is counted. */
const period = 100_000;

/** "Memory Resource Controller", "Process Number Controller" and "CFS Bandwidth Control" in the kernel's documentation of cgroup v1. */
export function filesOfVersion1({ memoryMiB, cpus, processes }: Required<Limits>): Readonly<Record<Limited, GroupFiles>> {
  const bytes = String(memoryMiB * 2 ** 20);
  return {
    // swap counts in the second, which can't be below the first
    memory: { 'memory.limit_in_bytes': bytes, 'memory.memsw.limit_in_bytes': bytes },
    cpus: { 'cpu.cfs_period_us': String(period), 'cpu.cfs_quota_us': String(Math.round(cpus * period)) },
    processes: { 'pids.max': String(processes) },
  };
}

/** "Control Group v2" in the kernel's documentation. */
export function filesOfVersion2({ memoryMiB, cpus, processes }: Required<Limits>): Readonly<Record<Limited, GroupFiles>> {
  return {
    memory: { 'memory.max': String(memoryMiB * 2 ** 20), 'memory.swap.max': '0' },
    cpus: { 'cpu.max': `${Math.round(cpus * period)} ${period}` },
    processes: { 'pids.max': String(processes) },
  };
}
