import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Where a control group of this process is for one controller. */
export interface ControllerFolder {
  readonly version: 1 | 2;
  readonly path: string;
}

/** Text of /proc/self/mountinfo and /proc/self/cgroup. */
export interface OwnProcess {
  readonly mounts: string;
  readonly groups: string;
}

/** Folders of this process's own control groups, by controller; of cgroup v2 it is one for all, under the name ''. */
export function controllerFolders(own: OwnProcess = ownProcess()): ReadonlyMap<string, ControllerFolder> {
  const groups = new Map(own.groups.split('\n').flatMap((line) => groupsIn(line)));
  return new Map(
    own.mounts.split('\n').flatMap((line) => {
      const mount = mountIn(line);
      return mount ? mount.controllers.flatMap((name) => folderOf(name, mount, groups.get(name))) : [];
    }),
  );
}

function ownProcess(): OwnProcess {
  return { mounts: read('/proc/self/mountinfo'), groups: read('/proc/self/cgroup') };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** A line such as `8:pids:/a`; that of cgroup v2 is `0::/a`. */
function groupsIn(line: string): (readonly [name: string, group: string])[] {
  const [, controllers = '', group = ''] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
  return group === '' ? [] : controllers.split(',').map((name) => [name, group] as const);
}

interface GroupMount {
  readonly version: 1 | 2;
  /** Group that is mounted. */
  readonly root: string;
  readonly place: string;
  readonly controllers: readonly string[];
}

function mountIn(line: string): GroupMount | undefined {
  const [, root = '', place = '', type, options = ''] = /^\d+ \d+ \S+ (\S+) (\S+) .*? - (cgroup2?) \S+ (\S+)$/.exec(line) ?? [];
  if (type === undefined) return undefined;
  return { version: type === 'cgroup2' ? 2 : 1, root, place, controllers: type === 'cgroup2' ? [''] : options.split(',') };
}

function folderOf(name: string, { version, root, place }: GroupMount, group?: string): [string, ControllerFolder][] {
  if (group === undefined) return [];
  const below = relative(root, group);
  // a group outside of what is mounted: what is seen of it is the mount's root
  return [[name, { version, path: below.startsWith('..') ? place : join(place, below) }]];
}
