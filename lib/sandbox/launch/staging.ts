import { openSync, statSync } from 'node:fs';
import type { Limits } from '../limits';
import { seccompFilter } from '../seccomp/bpf/filter';
import type { HostUser } from './host-user';
import { innerStage } from './inner-stage';
import type { Layered, Mount } from './mount';
import { outerStage } from './outer-stage';
import { deviceArguments, placedDevices } from './own-devices';
import type { SandboxFolder } from './sandbox-folder';
import { type Containment, stages } from './stages';
import { unlinked } from './unlinked';

/** What a sandbox is made of, all of it at once, so that a trial can't differ from what is tried. */
export interface StagingProps {
  readonly containment: Containment;
  readonly user: HostUser;
  readonly limits: Required<Limits>;
  readonly mounts: readonly (Mount | Layered)[];
  readonly hidden: readonly Hidden[];
  readonly variables: Readonly<Record<string, string>>;
  /** See `outerStage`. @default none */
  readonly network?: readonly (readonly string[])[];
  /** Folder that it works in. */
  readonly folder: string;
  /** Program, a whole path, and its arguments. */
  readonly command: readonly string[];
}

/** Something in the sandbox that is covered by something empty. */
export interface Hidden {
  /** Whole path as the sandbox has it. */
  readonly path: string;
  readonly isFolder: boolean;
}

/** A program that becomes a sandbox, and what it is started with. */
export interface Staging {
  readonly program: string;
  readonly words: readonly string[];
  /** Open files that it inherits as its file descriptors from 4 on; on 3 it says what becomes of the command. */
  readonly files: readonly number[];
}

/** Writes what the stages read into a sandbox's private folder, and says how they are started. */
export function staging(props: StagingProps, { path: folder, write }: SandboxFolder): Staging {
  const isRoot = process.getuid?.() === 0;
  const { containment, user, limits, mounts, hidden, network } = props;
  // the command's number is then that of the owner of this machine's devices
  const isOwner = isRoot && user.uid === 0;
  const script = outerStage({
    folder,
    owner: isRoot ? user : mappedRoot,
    ...limits,
    mounts,
    isFolder,
    judge: write('judge.sh', unlinked({ mounts, hidden: hidden.map(({ path }) => path) })),
    network,
    devices: isOwner ? placedDevices : [],
  });
  const inner = innerStage({
    ...props,
    hasUserNamespace: containment === 'user namespace',
    devices: isOwner ? deviceArguments : [],
  });
  const files = [write('arguments', inner.join('\0')), write('seccomp', seccompFilter())].map((path) => openSync(path, 'r'));
  const [program, ...words] = stages({ ...props, isRoot, script, descriptors }, props.command);
  return { program, words, files };
}

const descriptors = { status: 3, args: 4, seccomp: 5 };

/** What `unshare --map-root-user` makes of its caller. */
const mappedRoot: HostUser = { uid: 0, gid: 0 };

const isFolder = (path: string): boolean => statSync(path).isDirectory();
