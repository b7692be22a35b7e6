import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Limits } from '../../limits';
import { ControlGroup, sweepControlGroups } from './control-group';
import { type ControllerFolder, controllerFolders } from './controller-folders';
import { controllers, type Enforcer, type Limited } from './enforcer';
import { filesOfVersion1, filesOfVersion2, type GroupFiles } from './group-files';

/** Control groups that this process makes itself; `undefined` where it may make none that limits anything. */
export async function ownGroups(limits: Required<Limits>): Promise<Enforcer | undefined> {
  const folders = controllerFolders();
  const unified = folders.get('');
  return (unified && (await made(inUnified(unified, limits)))) ?? made(inSeparate(folders, limits));
}

/** Folders in which groups are to be made, and what is to be written into them. */
type Wanted = ReadonlyMap<string, { readonly version: 1 | 2; readonly files: readonly (readonly [Limited, GroupFiles])[] }>;

function inUnified({ path }: ControllerFolder, limits: Required<Limits>): Wanted {
  const enabled = enabledIn(path);
  const files = entries(filesOfVersion2(limits)).filter(([limit]) => enabled.includes(controllers[limit]));
  return files.length === 0 ? new Map() : new Map([[path, { version: 2, files }]]);
}

function inSeparate(folders: ReadonlyMap<string, ControllerFolder>, limits: Required<Limits>): Wanted {
  const wanted = entries(filesOfVersion1(limits)).flatMap(([limit, files]) => {
    const folder = folders.get(controllers[limit]);
    return folder?.version === 1 ? [{ path: folder.path, limit, files }] : [];
  });
  const paths = [...new Set(wanted.map(({ path }) => path))];
  return new Map(
    paths.map((path) => {
      const files = wanted.filter((each) => each.path === path).map(({ limit, files }) => [limit, files] as const);
      return [path, { version: 1, files }];
    }),
  );
}

const entries = (files: Readonly<Record<Limited, GroupFiles>>) => Object.entries(files) as [Limited, GroupFiles][];

/** Controllers that groups below one have; the missing are switched on where the kernel lets it, which it does in its root group. */
function enabledIn(path: string): readonly string[] {
  const file = join(path, 'cgroup.subtree_control');
  try {
    const there = words(readFileSync(join(path, 'cgroup.controllers'), 'utf8'));
    const wanted = Object.values(controllers).filter((name) => there.includes(name));
    if (wanted.length > 0) writeFileSync(file, wanted.map((name) => `+${name}`).join(' '));
    return words(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
}

const words = (text: string): readonly string[] => text.split(/\s+/);

async function made(wanted: Wanted): Promise<Enforcer | undefined> {
  const groups: ControlGroup[] = [];
  const limits: Limited[] = [];
  for (const [path, { files }] of wanted) {
    const group = groupIn(path);
    const held = group ? files.filter(([, each]) => group.set(each)).map(([limit]) => limit) : [];
    if (group && held.length === 0) await group.remove();
    else if (group) groups.push(group);
    limits.push(...held);
  }
  const version = [...wanted.values()][0]?.version;
  return groups.length === 0 ? undefined : enforcer(`cgroup v${version}`, groups, limits);
}

function groupIn(parent: string): ControlGroup | undefined {
  try {
    sweepControlGroups(parent);
    return ControlGroup.make(parent);
  } catch {
    return undefined;
  }
}

function enforcer(name: string, groups: readonly ControlGroup[], limits: readonly Limited[]): Enforcer {
  const join = ['sh', '-c', joining, 'agent-airlock', ...groups.map(({ processes }) => processes), '--'];
  const remove = async () => {
    for (const group of groups) await group.remove();
  };
  return { name, limits: order.filter((each) => limits.includes(each)), outside: join, remove };
}

const order: readonly Limited[] = ['memory', 'cpus', 'processes'];

/** Puts itself into each group, then becomes what follows `--`: nothing of the command is ever outside. */
const joining = 'while [ "$1" != -- ]; do echo $$ > "$1" || exit 125; shift; done; shift; exec "$@"';
