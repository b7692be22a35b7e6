import { type Limits, wholeLimits } from '../limits';
import { agentUser, places } from '../places';
import { type ContainerSetting, seccompName, seccompPrefix } from './container-setting';

/** What runs a container: `runsc` puts gVisor's kernel between the agent and the machine's. */
export type ContainerRuntime = 'runc' | 'runsc';

export interface HardeningProps {
  readonly limits?: Limits;
  /** @default 'runc' */
  readonly runtime?: ContainerRuntime;
  /** Whether the workspace is a folder of the machine, and not one in memory. @default false */
  readonly hasWorkspace?: boolean;
}

/**
 * Every option of an agent's container: those of "Securely deploying AI agents" in the documentation of the Claude Agent SDK, then ours.
 * All that starts one, and the tests that read them back inside, are made from this list. Throws an Error for limits that can't be.
 */
export function hardening({ limits, runtime = 'runc', hasWorkspace = false }: HardeningProps): readonly ContainerSetting[] {
  const whole = wholeLimits(limits);
  return [...ofTheGuide(whole, runtime), ...ours(whole), ...(hasWorkspace ? [] : [emptyWorkspace(whole)])];
}

const user = `${agentUser.uid}:${agentUser.gid}`;
// runc before 1.1.8 gives what is mounted the mode that the image's folder has: who owns it can write to it all the same
const owned = `uid=${agentUser.uid},gid=${agentUser.gid}`;

// gVisor's own threads count too: 77 were seen of one in which nothing but `sleep` ran
const ofGvisor = 100;

const ofTheGuide = (limits: Required<Limits>, runtime: ContainerRuntime): readonly ContainerSetting[] => [
  { option: 'cap-drop', value: 'ALL', why: "no privilege of root's, not even to take over files" },
  {
    option: 'security-opt',
    value: 'no-new-privileges',
    why: 'programs with set-uid bits or capabilities of their own give nobody more',
  },
  {
    option: 'security-opt',
    value: `${seccompPrefix}${seccompName}`,
    why: "fewer system calls than Docker's own filter, and so less of the kernel to attack",
  },
  { option: 'read-only', value: 'true', why: 'the image stays as it is, and nothing outlasts the run in it' },
  tmpfs(
    places.tmp,
    `size=${limits.tmpMiB}m,mode=1777,${owned}`,
    'files for the moment: bounded, in memory, none of them executable',
  ),
  tmpfs(places.home, `size=${limits.homeMiB}m,mode=0700,${owned}`, 'settings and caches of programs, in the same way'),
  { option: 'network', value: 'none', why: "no interface but loopback: the proxy's sockets are the way out" },
  {
    option: 'memory',
    value: `${limits.memoryMiB}m`,
    why: 'an agent that takes more is ended, not the machine; files in memory count',
  },
  { option: 'cpus', value: String(limits.cpus), why: 'processors that it may keep busy' },
  {
    option: 'pids-limit',
    value: String(limits.processes + (runtime === 'runsc' ? ofGvisor : 0)),
    why: 'processes and threads at a time: a fork bomb ends there',
  },
  { option: 'user', value: user, why: 'not root, whatever the image says' },
  { option: 'ipc', value: 'private', why: "no shared memory or message queue of the machine's or another container's" },
  { option: 'runtime', value: runtime, why: "runsc: gVisor's kernel is between the agent and the machine's" },
];

const ours = ({ memoryMiB }: Required<Limits>): readonly ContainerSetting[] => [
  { option: 'memory-swap', value: `${memoryMiB}m`, why: 'memory and swap together: no swap beside the memory' },
  { option: 'cgroupns', value: 'private', why: "the machine's control groups aren't seen" },
  { option: 'ulimit', value: 'core=0:0', why: 'no memory is dumped to where the machine keeps dumps' },
  { option: 'ulimit', value: 'nofile=16384:16384', why: 'open files are bounded' },
  { option: 'init', value: 'true', why: 'ended processes are reaped: they would count against the limit of processes' },
  { option: 'hostname', value: agentUser.name, why: "the machine's name isn't told" },
  { option: 'workdir', value: places.workspace, why: 'where the agent starts' },
  { option: 'pull', value: 'never', why: 'the image that was looked at, or none' },
  { option: 'log-driver', value: 'none', why: 'what an agent prints goes to who started it, and fills no disk' },
  { option: 'label', value: 'agent-airlock=agent', why: 'it can be found' },
];

const emptyWorkspace = ({ homeMiB }: Required<Limits>): ContainerSetting =>
  tmpfs(places.workspace, `size=${homeMiB}m,mode=0700,${owned}`, 'a workspace of its own, where none is mounted');

const tmpfs = (path: string, options: string, why: string): ContainerSetting => ({
  option: 'tmpfs',
  value: `${path}:rw,noexec,nosuid,nodev,${options}`,
  why,
});
