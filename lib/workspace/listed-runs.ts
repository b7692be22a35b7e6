import { readdirSync, readFileSync } from 'node:fs';

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

/** Runs that this process may see. Other users than root may list what they like, and so may what runs in a sandbox: those aren't heeded. */
export function listedRuns(): readonly Run[] {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return processes.flatMap((pid) => (isTrusted(pid) ? runOf(read(`/proc/${pid}/cmdline`).split('\0')) : []));
}

function runOf(words: readonly string[]): readonly Run[] {
  const [pid, ...rest] = words.slice(words.indexOf(mark) + 1, -1);
  if (!words.includes(mark) || words[0] !== 'sh') return [];
  const modes = rest.filter((_, index) => index % 2 === 0) as RunFolder['mode'][];
  return [{ pid: Number(pid), folders: modes.map((mode, index) => ({ mode, path: rest[2 * index + 1] ?? '' })) }];
}

function isTrusted(pid: string): boolean {
  const status = read(`/proc/${pid}/status`);
  const [, uid] = /^Uid:\t(\d+)/m.exec(status) ?? [];
  const own = process.getuid?.();
  const isInNamespace = !/^NSpid:\t\d+$/m.test(status);
  return !isInNamespace && (own === 0 || uid === '0' || uid === `${own}`);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
