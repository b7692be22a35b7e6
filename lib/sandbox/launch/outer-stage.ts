import { join } from 'node:path';
import { shellWord } from '../../runtime/shell-word';
import type { HostUser } from './host-user';
import type { Layered, Mount } from './mount';

export interface OuterStageProps {
  /** A folder of this process's own; its `stage` is mounted over, in the new mount namespace only. */
  readonly folder: string;
  /** Whose home is made: as the caller's user namespace names it. */
  readonly owner: HostUser;
  readonly tmpMiB: number;
  readonly homeMiB: number;
  /** What is seen of this machine beside the system's own files. */
  readonly mounts: readonly (Mount | Layered)[];
  /** Which of them are folders, as a place of the same kind is needed. */
  readonly isFolder: (path: string) => boolean;
  /** Commands that place devices of the machine. */
  readonly devices: readonly (readonly string[])[];
  /** Path of a script that judges what is in the stage. See `unlinked`. */
  readonly judge: string;
  /** Commands that ready the new network namespace, loopback aside. @default none */
  readonly network?: readonly (readonly string[])[];
}

/** Where the stage is seen by the next one, the place of one that no sandbox shows. */
export const staged = (name: string | number): string => `/tmp/${name}`;

/** Guide's flags: "Securely deploying AI agents", the option `--tmpfs`. */
const flags = 'rw,noexec,nosuid,nodev';

/**
 * A shell script for the new mount and network namespaces. It does what bubblewrap can't: flags and sizes of memory file systems, overlays,
 * and files that the command's user may not reach by itself. Ends by becoming the command that follows as its arguments.
 */
export function outerStage(props: OuterStageProps): string {
  const { folder, mounts, devices, judge, network = [] } = props;
  const stage = join(folder, 'stage');
  return [
    'set -e',
    ...[
      ['mount', '-t', 'tmpfs', '-o', 'nosuid,nodev,size=1m,mode=0755', 'stage', stage],
      ['cd', stage],
      ...memoryFolders(props),
      ...devices,
      ...mounts.flatMap((mount, index) => placed(mount, String(index), props.isFolder)),
      ['ip', 'link', 'set', 'lo', 'up'],
      ...network,
      ['.', judge],
      // nothing that is needed later is below: what was there has been placed already
      ['mount', '--rbind', stage, '/tmp'],
      ['cd', '/'],
    ].map(quoted),
    // a terminal's signals, and those for all of a process group, are the command's to obey: bubblewrap would end at once and it with it
    "trap '' INT QUIT TERM HUP",
    'exec "$@"',
  ].join('\n');
}

function memoryFolders({ owner, tmpMiB, homeMiB }: OuterStageProps): string[][] {
  const { uid, gid } = owner;
  return [
    ['mkdir', 'tmp', 'home', 'shm', 'empty'],
    ['mount', '-t', 'tmpfs', '-o', `${flags},size=${tmpMiB}m,mode=1777`, 'tmp', 'tmp'],
    ['mount', '-t', 'tmpfs', '-o', `${flags},size=${homeMiB}m,mode=0700,uid=${uid},gid=${gid}`, 'home', 'home'],
    ['mount', '-t', 'tmpfs', '-o', `${flags},size=${shmMiB}m,mode=1777`, 'shm', 'shm'],
    ['install', '-m', '0000', '/dev/null', 'nothing'],
    ['chmod', '0555', 'empty'],
  ];
}

/** Docker's default for /dev/shm. */
const shmMiB = 64;

function placed(mount: Mount | Layered, place: string, isFolder: (path: string) => boolean): string[][] {
  if (mount.mode === 'overlay') return overlaid(mount, place);
  if (mount.isSteady) return steady(mount, place);
  const made = isFolder(mount.source) ? ['mkdir', place] : ['touch', place];
  // recursive: in a user namespace a part of a tree can't be had without what is mounted on it
  return [made, ['mount', '--rbind', mount.source, place]];
}

/** Without a place for changes an overlay has two folders to read; the first gives its own folder's owner and mode. */
function steady({ source }: Mount, place: string): string[][] {
  const [lower, nothing] = [`${place}-lower`, `${place}-nothing`];
  return [
    ['mkdir', place, lower, nothing],
    ['mount', '--rbind', source, lower],
    ['mount', '-t', 'overlay', '-o', `lowerdir=${lower}:${nothing},userxattr`, 'overlay', place],
  ];
}

/** The folders are bound first, as an overlay's options can't hold every path. */
function overlaid({ source, layer }: Layered, place: string): string[][] {
  const [lower, upper] = [`${place}-lower`, `${place}-layer`];
  const options = `lowerdir=${lower},upperdir=${upper}/upper,workdir=${upper}/work,userxattr`;
  return [
    ['mkdir', place, lower, upper],
    ['mount', '--rbind', source, lower],
    ['mount', '--bind', layer, upper],
    ['mount', '-t', 'overlay', '-o', options, 'overlay', place],
  ];
}

const quoted = (words: readonly string[]): string => words.map(shellWord).join(' ');
