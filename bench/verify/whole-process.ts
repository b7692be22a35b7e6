import { execFile } from 'node:child_process';

/** What a program took and said, from its start to its end. */
export interface Ended {
  readonly status: number;
  readonly output: string;
  /** Milliseconds. */
  readonly wall: number;
  /** Milliseconds of processor time, with all that it started. */
  readonly processor: number;
}

/** Runs a program to its end, whatever its status; its errors aren't shown. */
export function wholeProcess([program, ...given]: readonly [string, ...string[]], signal: AbortSignal): Promise<Ended> {
  // the shell's own clock, as Node doesn't tell what a child has used
  const script = 'TIMEFORMAT="%R %U %S"; time "$0" "$@" 2>/dev/null';
  return new Promise((resolve, reject) => {
    const ended = (error: Error | null, output: string, clock: string) => {
      const status = error ? (error as { code?: unknown }).code : 0;
      const [wall, user, system] = clock.trim().split(/\s+/).map(Number);
      if (typeof status !== 'number' || wall === undefined || user === undefined || system === undefined) reject(error);
      else resolve({ status, output, wall: wall * 1000, processor: (user + system) * 1000 });
    };
    execFile('bash', ['-c', script, program, ...given], { signal, maxBuffer: 2 ** 28 }, ended);
  });
}
