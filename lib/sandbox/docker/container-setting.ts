/** Options of `docker run` that say how an agent's container is closed, without their dashes. */
export type OptionName =
  | 'cap-drop'
  | 'cgroupns'
  | 'cpus'
  | 'hostname'
  | 'init'
  | 'ipc'
  | 'label'
  | 'log-driver'
  | 'memory'
  | 'memory-swap'
  | 'network'
  | 'pids-limit'
  | 'pull'
  | 'read-only'
  | 'runtime'
  | 'security-opt'
  | 'tmpfs'
  | 'ulimit'
  | 'user'
  | 'workdir';

/** One option, and what it is for. */
export interface ContainerSetting {
  readonly option: OptionName;
  readonly value: string;
  readonly why: string;
}

/** Name of the filter of system calls, beside what is rendered. */
export const seccompName = 'seccomp.json';

/** How the option says that a filter is to be read from a file. */
export const seccompPrefix = 'seccomp=';
