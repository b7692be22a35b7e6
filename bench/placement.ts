import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { CommandLine } from '../lib/runtime/parent-death';

/** Which processor does what, so that the kernel's choice, which differs from second to second, isn't what is measured. */
export interface Placement {
  /** Processor of the client and the upstream. */
  readonly ends: number;
  /** Processor that the contender under load has for itself. */
  readonly contender: number;
}

/** Keeps this process, and what it starts, on one processor; undefined on a machine without two of them or without `taskset`. */
export async function takePlace(): Promise<Placement | undefined> {
  const [ends, contender] = allowedProcessors();
  if (ends === undefined || contender === undefined) return undefined;
  const pinned = promisify(execFile)('taskset', ['-a', '-p', '-c', String(ends), String(process.pid)]);
  return pinned.then(
    () => ({ ends, contender }),
    () => undefined,
  );
}

/** The same command on the contender's processor. */
export const onItsPlace = (command: CommandLine, placement: Placement | undefined): CommandLine =>
  placement ? ['taskset', '-c', String(placement.contender), ...command] : command;

function allowedProcessors(): readonly number[] {
  try {
    const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
    return processorsIn(list);
  } catch {
    return [];
  }
}

/** The processors in a list as Linux writes it, such as `0-1,4`. */
export function processorsIn(list: string): readonly number[] {
  return [...list.matchAll(/(\d+)(?:-(\d+))?/g)].flatMap(([, first, last = first]) =>
    Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index),
  );
}
