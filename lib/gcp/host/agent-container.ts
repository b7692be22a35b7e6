import { writable } from '../../policy/agent-variables';
import { metadataServer } from './agent-filter';

/** What an agent's container may take of its machine. */
export interface ContainerSize {
  /** @default 'e2-standard-2' */
  readonly machineType?: string;
  /** vCPU, parts of one among them. @default 2 */
  readonly cpus?: number;
  /** Of all that it holds, its files among them. @default 4096 */
  readonly memoryMiB?: number;
  /** How much of the memory files in /workspace may take. @default - half of it */
  readonly workspaceMiB?: number;
  /** How much of the memory files in /tmp may take; nothing there can be executed. @default - an eighth of it */
  readonly tmpMiB?: number;
  /** How many processes and threads there may be at a time. @default 512 */
  readonly processes?: number;
}

/** gVisor's `runsc` puts a kernel of its own between the agent and the host's. */
export type ContainerRuntime = 'runc' | 'runsc';

export interface AgentContainerProps {
  readonly size: ContainerSize;
  readonly runtime: ContainerRuntime;
  /** Whether it may ask the resolver for names. */
  readonly resolves: boolean;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The options of `docker run` for an agent: those of the Claude Agent SDK's "Securely deploying AI agents", each, but for its `--network none`:
 * the network is the sealed one, where the host drops all but what goes to the door.
 */
export function agentContainer({ size, runtime, resolves, environment }: AgentContainerProps): readonly string[] {
  const { cpus = 2, memoryMiB = 4096, processes = 512 } = size;
  const { workspaceMiB = memoryMiB / 2, tmpMiB = memoryMiB / 8 } = size;
  if (workspaceMiB + tmpMiB >= memoryMiB) {
    throw new Error(
      `size: workspaceMiB and tmpMiB are part of memoryMiB, ${memoryMiB}: together they must be less, got ${workspaceMiB + tmpMiB}`,
    );
  }
  return [
    ...['--rm', '--name=agent', '--hostname=agent', '--pull=never', `--runtime=${runtime}`],
    ...['--cap-drop=ALL', '--security-opt=no-new-privileges', '--security-opt=seccomp=builtin'],
    ...['--user=1000:1000', '--read-only', `--workdir=${writable.workspace}`, '--ipc=private'],
    `--tmpfs=${writable.workspace}:rw,exec,nosuid,nodev,size=${workspaceMiB}m,mode=0700,uid=1000,gid=1000`,
    `--tmpfs=${writable.tmp}:rw,noexec,nosuid,nodev,size=${tmpMiB}m,mode=1777`,
    // as much swap as memory is none
    ...[`--memory=${memoryMiB}m`, `--memory-swap=${memoryMiB}m`, `--cpus=${cpus}`, `--pids-limit=${processes}`],
    ...['--ulimit=nofile=65536:65536', '--network=bridge'],
    // or where nothing answers, at once
    `--dns=${resolves ? metadataServer : '127.0.0.1'}`,
    // what it prints is the unit's, and lands on no disk
    '--log-driver=none',
    ...Object.entries(environment).map(([name, value]) => `--env=${name}=${value}`),
  ];
}
