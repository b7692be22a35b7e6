import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Limits } from '../../limits';
import { ControlGroup, sweepControlGroups } from './control-group';
import { type ControllerFolder, controllerFolders } from './controller-folders';
import { controllers, type Enforcer, type Limited } from './enforcer';
import { filesOfVersion1, filesOfVersion2 } from './group-files';

/** Control groups that this process makes itself; `undefined` where it may make none that limits anything. */
export async function ownGroups(limits: Required<Limits>): Promise<Enforcer | undefined> {
  const places = placesOfLimits();
  const made: Made[] = [];
  for (const path of new Set(places.map((place) => place.path))) {
    const group = groupIn(path);
    if (group === undefined) continue;
    const held = places.filter((place) => place.path === path && group.set(filesOf(place.version, limits)[place.limit]));
    if (held.length > 0) made.push({ group, held });
    else await group.remove();
  }
  return made.length === 0 ? undefined : enforcer(made);
}

/** Where a limit is set: below which group of this process. */
interface Place extends ControllerFolder {
  readonly limit: Limited;
}

interface Made {
  readonly group: ControlGroup;
  readonly held: readonly Place[];
}

const filesOf = (version: 1 | 2, limits: Required<Limits>) => (version === 1 ? filesOfVersion1(limits) : filesOfVersion2(limits));

const order: readonly Limited[] = ['memory', 'cpus', 'processes'];

/** A controller is in one version only: in cgroup v1 if it is mounted there. */
function placesOfLimits(): readonly Place[] {
  const folders = controllerFolders();
  const unified = folders.get('');
  const enabled = unified ? enabledIn(unified.path) : [];
  return order.flatMap((limit) => {
    const name = controllers[limit];
    const folder = folders.get(name) ?? (enabled.includes(name) ? unified : undefined);
    return folder ? [{ limit, ...folder }] : [];
  });
}

/** Controllers that groups below one have; the missing are switched on where the kernel lets it, which it does in its root group. */
function enabledIn(path: string): readonly string[] {
  const file = join(path, 'cgroup.subtree_control');
  try {
    const there = words(readFileSync(join(path, 'cgroup.controllers'), 'utf8'));
    const ours = Object.values(controllers).filter((name) => there.includes(name));
    if (ours.length > 0) writeFileSync(file, ours.map((name) => `+${name}`).join(' '));
    return words(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
}

const words = (text: string): readonly string[] => text.split(/\s+/);

function groupIn(parent: string): ControlGroup | undefined {
  try {
    sweepControlGroups(parent);
    return ControlGroup.make(parent);
  } catch {
    return undefined;
  }
}

function enforcer(made: readonly Made[]): Enforcer {
  const held = made.flatMap((each) => each.held);
  const versions = [...new Set(held.map(({ version }) => `v${version}`))].sort();
  const groups = made.map(({ group }) => group);
  return {
    name: `cgroup ${versions.join(' and ')}`,
    limits: order.filter((limit) => held.some((place) => place.limit === limit)),
    outside: ['sh', '-c', joining, 'agent-airlock', ...groups.map(({ processes }) => processes), '--'],
    remove: async () => {
      // nothing new starts while what is there is ended
      for (const group of groups) group.set({ 'pids.max': '0' });
      for (const group of groups) await group.remove();
    },
  };
}

/** Puts itself into each group, then becomes what follows `--`: nothing of the command is ever outside. */
const joining = 'while [ "$1" != -- ]; do echo $$ > "$1" || exit 125; shift; done; shift; exec "$@"';
