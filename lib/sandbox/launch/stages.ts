import { systemProgram } from '../../workspace/system-programs';
import type { HostUser } from './host-user';

/** What shuts a command in: a user namespace, or, as root where there is none, root's own rights, which are given up. */
export type Containment = 'user namespace' | 'root';

export interface StagesProps {
  readonly containment: Containment;
  /** Whose rights the command has. */
  readonly user: HostUser;
  /** Whether root starts it. */
  readonly isRoot: boolean;
  /** That it starts in. */
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  /** See `outerStage`. */
  readonly script: string;
  /** File descriptors that bubblewrap inherits. */
  readonly descriptors: { readonly seccomp: number; readonly args: number; readonly status: number };
}

/**
 * The whole command line that leads to `command` in a sandbox. Each of its programs becomes the next, but for the one that waits for the first process
 * of a namespace around bubblewrap's: that process is out of the command's sight, and with it the kernel ends all there is, whatever the command made
 * of bubblewrap's own first process, which is its user's.
 */
export function stages(props: StagesProps, command: readonly string[]): readonly [string, ...string[]] {
  const { containment, user, isRoot, script, descriptors } = props;
  const { seccomp, args, status } = descriptors;
  const isOther = isRoot && user.uid !== 0;
  return [
    ...(['setpriv', '--pdeathsig', 'KILL'] as const),
    ...ignoringSignals,
    'unshare',
    ...(isRoot ? [] : ['--user', '--map-root-user']),
    ...['--net', '--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child=KILL', '--mount-proc'],
    ...['sh', '-c', script, 'agent-airlock'],
    ...(isOther && containment === 'user namespace' ? asUser(user) : []),
    ...['bwrap', '--args', String(args), '--seccomp', String(seccomp), '--json-status-fd', String(status), '--'],
    ...(containment === 'root' ? givingUp(props) : []),
    ...command,
  ];
}

// a terminal's signals, and those for all of a process group, are the command's to obey: what waits would end at once, and it with it
const ignoringSignals = ['sh', '-c', `trap '' INT QUIT TERM HUP; exec "$@"`, 'agent-airlock'];

const givingUp = ({ user, variables, folder }: StagesProps): string[] => [
  ...asUser(user),
  ...withoutCapabilities,
  ...withVariables(variables),
  ...startingIn(folder),
];

const asUser = ({ uid, gid }: HostUser): string[] => [
  whole('setpriv'),
  '--reuid',
  String(uid),
  '--regid',
  String(gid),
  '--clear-groups',
];

const withoutCapabilities = ['--bounding-set=-all', '--inh-caps=-all', '--no-new-privs'];

// only now: a loader, a shell and Node obey some of them
const withVariables = (variables: Readonly<Record<string, string>>): string[] => [
  whole('env'),
  '--ignore-environment',
  ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
];

// as the user, whose folder may be closed to a root without capabilities
const startingIn = (folder: string): string[] => [whole('sh'), '-c', 'cd "$0" && exec "$@"', folder];

/** Inside, too, where a command's PATH may begin with a folder of the workspace and nothing is given up yet. */
const whole = (name: string): string => systemProgram(name) ?? `/usr/bin/${name}`;
