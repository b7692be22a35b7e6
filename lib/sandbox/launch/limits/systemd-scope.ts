import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Limits } from '../../limits';
import { outsideEnvironment as env } from '../outside-environment';
import { controllerFolders } from './controller-folders';
import { controllers, type Enforcer, type Limited } from './enforcer';

/**
 * A scope of systemd's, on cgroup v2: of the system's manager for root, of the user's own for others. `undefined` where none answers. It ends
 * and is removed with its last process.
 */
export function systemdScope(limits: Required<Limits>, uid: number = process.getuid?.() ?? 0): Enforcer | undefined {
  if (controllerFolders().get('memory')?.version === 1 || !existsSync('/run/systemd/system')) return undefined;
  const outside = [...scopeOf(uid), ...scopeProperties(limits), '--'];
  const [program = '', ...words] = [...outside, 'true'];
  if (spawnSync(program, words, { env: env(), stdio: 'ignore', timeout: 5000 }).status !== 0) return undefined;
  const held = heldFor(uid);
  return held.length === 0 ? undefined : { name: 'cgroup v2, by systemd', limits: held, outside };
}

const scopeOf = (uid: number): string[] => ['systemd-run', ...(uid === 0 ? [] : ['--user']), '--scope', '--quiet', '--collect'];

/** Manual of systemd.resource-control. */
function scopeProperties({ memoryMiB, cpus, processes }: Required<Limits>): readonly string[] {
  const properties = [
    `MemoryMax=${memoryMiB}M`,
    'MemorySwapMax=0',
    `TasksMax=${processes}`,
    `CPUQuota=${Math.round(cpus * 100)}%`,
  ];
  return properties.flatMap((property) => ['-p', property]);
}

/** What a manager takes but can't hold to isn't held: its group must have the controller. */
function heldFor(uid: number): readonly Limited[] {
  const manager = uid === 0 ? '' : `user.slice/user-${uid}.slice/user@${uid}.service`;
  const file = join('/sys/fs/cgroup', manager, 'cgroup.controllers');
  const there = existsSync(file) ? readFileSync(file, 'utf8').split(/\s+/) : [];
  return (Object.keys(controllers) as Limited[]).filter((limit) => there.includes(controllers[limit]));
}
