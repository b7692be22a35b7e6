import { existsSync } from 'node:fs';
import type { Limits } from '../../limits';
import type { Enforcer, Limited } from './enforcer';

/**
 * Holds processes to what no control group does. They are set inside the sandbox, where the kernel counts the processes of the sandbox's user
 * namespace alone (since Linux 5.14). RLIMIT_DATA is memory that a process can write, and V8 lives with it, unlike RLIMIT_AS. There is none for cpus.
 */
export function rlimits(limits: Required<Limits>, wanted: readonly Limited[], uid: number): Enforcer | undefined {
  // the kernel counts no processes of root's
  const held = wanted.filter((each) => each === 'memory' || (each === 'processes' && uid !== 0));
  if (held.length === 0 || program === undefined) return undefined;
  const options = { memory: `--data=${limits.memoryMiB * 2 ** 20}`, processes: `--nproc=${limits.processes}`, cpus: '' };
  return { name: 'rlimits', limits: held, inside: [program, ...held.map((each) => options[each]), '--'] };
}

/** By its path, as a folder of the agent's may be on PATH. */
const program = ['/usr/bin/prlimit', '/bin/prlimit'].find((path) => existsSync(path));
