import { type Door, variableDoors } from '../bridge/door';
import { places } from '../places';
import type { Mount, MountSource } from './mount';

/** The folder of the proxy's sockets inside a container; what is beside it there is mounted one by one. */
export const socketFolder = `${places.airlock}/sockets`;

/** Where the proxy variables lead in a container. */
export const doors: readonly Door[] = variableDoors.map((door) => ({
  ...door,
  socket: door.socket.replace(places.airlock, socketFolder),
}));

/** Names of files beside what is rendered. */
export const bridgeName = 'bridge.cjs';
export const emptyName = 'hidden';

/** A folder of the machine's to work in. */
export interface Workspace {
  /** Its real path. */
  readonly folder: string;
  readonly mode: 'ro' | 'rw';
  /** What of it is covered by something empty, by paths from its root. */
  readonly masks: { readonly files: readonly string[]; readonly folders: readonly string[] };
  /** What of it, in mode `rw`, the machine itself runs by itself: mounted over itself, read-only; by paths from its root. @default - nothing */
  readonly kept?: readonly string[];
  /** Folders with such files, mounted over themselves first, so that they can't be renamed. @default - none */
  readonly pinned?: readonly string[];
}

export interface AgentMountsProps {
  readonly workspace?: Workspace;
  /** Whether the bridge's file is needed. */
  readonly bridge: boolean;
  /** Whether the agent must trust the boundary's authority. */
  readonly authorities: boolean;
}

/** All that an agent's container has of the machine. */
export function agentMounts({ workspace, bridge, authorities }: AgentMountsProps): readonly Mount[] {
  return [
    bound({ from: 'sockets' }, socketFolder),
    ...(bridge ? [beside(bridgeName, places.bridge)] : []),
    ...(authorities ? [bound({ from: 'authorities' }, places.caFile)] : []),
    ...(workspace ? workspaceMounts(workspace) : []),
  ];
}

const bound = (source: MountSource, target: string): Mount => ({ type: 'bind', source, target, isReadOnly: true });
const beside = (name: string, target: string): Mount => bound({ from: 'beside', name }, target);

function workspaceMounts({ folder, mode, masks, kept = [], pinned = [] }: Workspace): readonly Mount[] {
  const inside = (path: string) => `${places.workspace}/${path}`;
  const itself = (path: string, isReadOnly: boolean): Mount => {
    const source = { from: 'machine', path: `${folder}/${path}` } as const;
    return { type: 'bind', source, target: inside(path), isReadOnly };
  };
  return [
    { type: 'bind', source: { from: 'machine', path: folder }, target: places.workspace, isReadOnly: mode === 'ro' },
    ...pinned.map((path) => itself(path, false)),
    ...kept.map((path) => itself(path, true)),
    ...masks.files.map((path) => beside(emptyName, inside(path))),
    ...masks.folders.map((path) => ({ type: 'empty', target: inside(path) }) as const),
  ];
}
