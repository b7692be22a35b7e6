import { readdirSync, readFileSync } from 'node:fs';
import { isNeverGiven } from './guarded-places';
import { lockHolders } from './lock-holders';

/** A folder that a run shows to a command, and whether it may be changed there. */
export interface RunFolder {
  /** Real path. */
  readonly path: string;
  readonly mode: 'overlay' | 'ro' | 'rw';
}

/** A run on this machine, as the process that keeps its locks says in the list of processes; the first folder is its workspace. */
export interface Run {
  readonly pid: number;
  readonly folders: readonly RunFolder[];
}

const mark = 'agent-airlock-run';

/** What a run is listed by. */
export const wordsOf = ({ pid, folders }: Run): readonly string[] => [
  mark,
  `${pid}`,
  ...folders.flatMap(({ mode, path }) => [mode, path]),
];

/**
 * Runs that this process may see. Others than root and one's own may list what they like: they are heeded as far as they have locked what they list and
 * runs can be there. What runs in a sandbox isn't.
 */
export function listedRuns(): readonly Run[] {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return processes.flatMap((pid) => runOf(read(`/proc/${pid}/cmdline`).split('\0')).flatMap((run) => heeded(run, Number(pid))));
}

function runOf(words: readonly string[]): readonly Run[] {
  const [pid, ...rest] = words.slice(words.indexOf(mark) + 1, -1);
  if (!words.includes(mark) || words[0] !== 'sh') return [];
  const modes = rest.filter((_, index) => index % 2 === 0) as RunFolder['mode'][];
  return [{ pid: Number(pid), folders: modes.map((mode, index) => ({ mode, path: rest[2 * index + 1] ?? '' })) }];
}

function heeded(run: Run, pid: number): readonly Run[] {
  const status = read(`/proc/${pid}/status`);
  const uid = Number(/^Uid:\t(\d+)/m.exec(status)?.[1]);
  const isInNamespace = !/^NSpid:\t\d+$/m.test(status);
  if (isInNamespace) return [];
  if (uid === 0 || uid === process.getuid?.()) return [run];
  return [{ ...run, folders: run.folders.filter(({ path }) => !isNeverGiven(path) && isLockedBy(pid, path)) }];
}

const isLockedBy = (pid: number, path: string): boolean =>
  lockHolders({ path, isShared: false }).some((holder) => holder.pid === pid);

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
