/** What of the limits something can hold a command to; those of file systems are their mounts'. */
export type Limited = 'memory' | 'cpus' | 'processes';

/** One way of holding a command to some of its limits. */
export interface Enforcer {
  /** `cgroup v1`. */
  readonly name: string;
  readonly limits: readonly Limited[];
  /** Words before the command line that starts the sandbox, on this machine. @default none */
  readonly outside?: readonly string[];
  /** Words before the command, inside the sandbox. @default none */
  readonly inside?: readonly string[];
  /** Ends what is left of the command, and removes what was made for it. @default nothing */
  readonly remove?: () => Promise<void>;
}

/** Controllers of control groups for each, in either version. */
export const controllers: Readonly<Record<Limited, string>> = { memory: 'memory', cpus: 'cpu', processes: 'pids' };
