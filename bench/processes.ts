import { readdirSync, readFileSync } from 'node:fs';

// USER_HZ is 100 on every Linux that Node runs on
const tickMicroseconds = 10_000;

interface Entry {
  readonly parent: number;
  readonly ticks: number;
  /** Bytes of memory in use. */
  readonly resident: number;
}

/** Microseconds of processor time that a process and its descendants have used so far; undefined where there is no Linux /proc. */
export const processorTime = (pid: number): number | undefined => {
  const ticks = total(pid, 'ticks');
  return ticks === undefined ? undefined : ticks * tickMicroseconds;
};

/** Bytes of memory that a process and its descendants have resident; undefined where there is no Linux /proc. */
export const residentBytes = (pid: number): number | undefined => total(pid, 'resident');

function total(pid: number, what: 'ticks' | 'resident'): number | undefined {
  const entries = processes();
  const sum = (of: number): number => {
    const children = [...entries].filter(([, { parent }]) => parent === of);
    return (entries.get(of)?.[what] ?? 0) + children.reduce((all, [child]) => all + sum(child), 0);
  };
  return entries.has(pid) ? sum(pid) : undefined;
}

function processes(): ReadonlyMap<number, Entry> {
  if (process.platform !== 'linux') return new Map();
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return new Map(pids.flatMap((pid) => entryOf(pid)));
}

function entryOf(pid: number): [number, Entry][] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc(5): the name before it may hold spaces; then state, ppid, utime and stime as fields 14 and 15, and resident pages as field 24
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent = 0, user = 0, system = 0, pages = 0] = [fields[1], fields[11], fields[12], fields[21]];
    return [[pid, { parent, ticks: user + system, resident: pages * 4096 }]];
  } catch {
    // it ended meanwhile
    return [];
  }
}
