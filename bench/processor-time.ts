import { readdirSync, readFileSync } from 'node:fs';

// USER_HZ is 100 on every Linux that Node runs on
const tickMicroseconds = 10_000;

interface Entry {
  readonly parent: number;
  readonly ticks: number;
}

/** Microseconds of processor time that a process and its descendants have used so far; undefined where there is no Linux /proc. */
export function processorTime(pid: number): number | undefined {
  const entries = processes();
  const total = (of: number): number => {
    const children = [...entries].filter(([, { parent }]) => parent === of);
    return (entries.get(of)?.ticks ?? 0) + children.reduce((sum, [child]) => sum + total(child), 0);
  };
  return entries.has(pid) ? total(pid) * tickMicroseconds : undefined;
}

function processes(): ReadonlyMap<number, Entry> {
  if (process.platform !== 'linux') return new Map();
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return new Map(pids.flatMap((pid) => entryOf(pid)));
}

function entryOf(pid: number): [number, Entry][] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc(5): the name before it may hold spaces; then state, ppid, and utime and stime as fields 14 and 15
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [[pid, { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }]];
  } catch {
    // it ended meanwhile
    return [];
  }
}
