import { agentUser, places } from '../places';
import { foldersAbove } from './folders-above';
import { inOrder, type Mount } from './mount';
import { staged } from './outer-stage';
import { procArguments } from './proc';
import { systemArguments } from './system-files';

export interface InnerStageProps {
  /** Targets, in the order in which the outer stage placed them. */
  readonly mounts: readonly { readonly target: string; readonly mode: Mount['mode'] | 'overlay' }[];
  /** Paths in the sandbox that are covered by something empty. */
  readonly hidden: readonly { readonly path: string; readonly isFolder: boolean }[];
  /** Arguments for devices of the machine. */
  readonly devices: readonly string[];
  /** Whether a user namespace is made, in which the command is user 1000; without one, what still has rights to give up gets none of `variables`. */
  readonly hasUserNamespace: boolean;
  /** That the command starts in. */
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** bubblewrap's arguments, but for the command and the numbers of file descriptors. */
export function innerStage(props: InnerStageProps): readonly string[] {
  const { folder, variables } = props;
  return [
    ...(props.hasUserNamespace ? ownUser : keptCapabilities),
    ...['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup', '--hostname', 'agent', '--die-with-parent'],
    ...systemArguments(),
    ...procArguments(),
    ...['--dev', '/dev', ...props.devices, '--bind', staged('shm'), '/dev/shm', '--remount-ro', '/dev'],
    ...['--bind', staged('tmp'), places.tmp, ...foldersAbove(places.home), '--bind', staged('home'), places.home],
    ...inOrder(props.mounts.map((mount, index) => ({ ...mount, index }))).flatMap(mountArguments),
    ...props.hidden.flatMap(({ path, isFolder }) => ['--ro-bind', staged(isFolder ? 'empty' : 'nothing'), path]),
    ...['--remount-ro', '/', '--chdir', props.hasUserNamespace ? folder : '/', '--clearenv'],
    ...(props.hasUserNamespace ? Object.entries(variables) : []).flatMap(([name, value]) => ['--setenv', name, value]),
  ];
}

const { uid, gid } = agentUser;
const ownUser = ['--unshare-user', '--uid', String(uid), '--gid', String(gid), '--disable-userns', '--cap-drop', 'ALL'];

/** What changing the user takes, and dropping the rest: see `asUser`. */
const keptCapabilities = [
  '--cap-drop',
  'ALL',
  ...['SETUID', 'SETGID', 'SETPCAP'].flatMap((name) => ['--cap-add', `CAP_${name}`]),
];

const mountArguments = ({ target, mode, index }: { target: string; mode: string; index: number }): string[] => [
  ...foldersAbove(target),
  mode === 'ro' ? '--ro-bind' : '--bind',
  staged(index),
  target,
];
