import { StartError } from '../../../runtime/start-error';
import type { Limits } from '../../limits';
import type { Enforcer, Limited } from './enforcer';
import { ownGroups } from './own-groups';
import { rlimits } from './rlimits';
import { systemdScope } from './systemd-scope';

/** What holds one command to its limits. */
export interface Enforcement {
  /** One line: `cgroup v1: memory 2048 MiB, 2 cpus, 100 processes`. */
  readonly says: string;
  readonly lacks: readonly Limited[];
  /** What nothing limits for all processes together. */
  readonly notWhole: readonly Limited[];
  readonly outside: readonly string[];
  readonly inside: readonly string[];
  remove(): Promise<void>;
}

export interface EnforcementProps {
  readonly limits: Required<Limits>;
  /** Number of the user on this machine that the command runs as. */
  readonly uid: number;
  /** Whether there must be a limit on all of memory, cpus and processes. @default false */
  readonly isRequired?: boolean;
}

/**
 * Readies what this machine has to hold a command to its limits: a control group, by systemd or its own; what that leaves open, by rlimits, as
 * far as they go. Throws a StartError if a limit is required that nothing here holds it to.
 */
export async function enforcement({ limits, uid, isRequired = false }: EnforcementProps): Promise<Enforcement> {
  const group = systemdScope(limits) ?? (await ownGroups(limits));
  const left = all.filter((each) => !group?.limits.includes(each));
  const rest = rlimits(limits, left, uid);
  const found = [group, rest].filter((each) => each !== undefined);
  const lacks = all.filter((each) => !found.some((enforcer) => enforcer.limits.includes(each)));
  // a limit of each process alone isn't one of the whole
  const notWhole = all.filter((each) => !group?.limits.includes(each) && !(each === 'processes' && !lacks.includes(each)));
  if (isRequired && notWhole.length > 0) {
    await group?.remove?.();
    const what = `nothing here limits ${notWhole.join(', ')} for all processes together`;
    throw new StartError([`${what}: ${limitsFix}, or do not require the limits`]);
  }
  return {
    says: said(found, lacks, limits),
    lacks,
    notWhole,
    outside: found.flatMap(({ outside = [] }) => outside),
    inside: found.flatMap(({ inside = [] }) => inside),
    remove: async () => group?.remove?.(),
  };
}

const all: readonly Limited[] = ['memory', 'cpus', 'processes'];

/** What limits can be had by for all processes together. */
export const limitsFix = 'run it as root where control groups can be written, or in a session of systemd with cgroup v2';

function said(found: readonly Enforcer[], lacks: readonly Limited[], limits: Required<Limits>): string {
  const parts = found.map((each) => `${each.name}: ${each.limits.map((limit) => worded(limit, each, limits)).join(', ')}`);
  return [...parts, ...(lacks.length > 0 ? [`not limited: ${lacks.join(', ')}`] : [])].join('; ');
}

function worded(limit: Limited, { name }: Enforcer, { memoryMiB, cpus, processes }: Required<Limits>): string {
  const words = { memory: `memory ${memoryMiB} MiB`, cpus: `${cpus} cpus`, processes: `${processes} processes` };
  return limit === 'memory' && name === 'rlimits' ? `${words.memory} in each process` : words[limit];
}
