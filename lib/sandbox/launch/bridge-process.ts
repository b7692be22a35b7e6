import { readFileSync } from 'node:fs';

/** The bridge among the children of a sandbox's first process, by its number on this machine; it is the second process there. */
export function bridgeProcess(init: number): number | undefined {
  return childrenOf(init).find((pid) => /^NSpid:.*\t2$/m.test(read(`/proc/${pid}/status`)));
}

const childrenOf = (pid: number): readonly number[] => read(`/proc/${pid}/task/${pid}/children`).trim().split(' ').map(Number);

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
