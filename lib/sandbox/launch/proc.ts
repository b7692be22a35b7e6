import { existsSync, statSync } from 'node:fs';
import { staged } from './outer-stage';

/** What of /proc is the whole machine's and can be written to by its root, whatever capabilities root has given up. */
const readOnly = ['bus', 'fs', 'irq', 'sys', 'sysrq-trigger'];

/** What of it tells of the machine and of others on it. Both lists are those of Docker, by the OCI runtime specification's `maskedPaths` and `readonlyPaths`. */
const covered = [
  'acpi',
  'asound',
  'interrupts',
  'kcore',
  'keys',
  'latency_stats',
  'sched_debug',
  'scsi',
  'timer_list',
  'timer_stats',
];

/** bubblewrap's arguments for /proc: that of the command's own processes. */
export function procArguments(): readonly string[] {
  return ['--proc', '/proc', ...readOnly.flatMap(seenReadOnly), ...covered.flatMap(hidden)];
}

// bubblewrap's own cover leaves out /proc/sys, which is no folder that root can write to, but for the files in it
function seenReadOnly(name: string): readonly string[] {
  const path = `/proc/${name}`;
  return existsSync(path) ? ['--ro-bind', path, path] : [];
}

function hidden(name: string): readonly string[] {
  const path = `/proc/${name}`;
  if (!existsSync(path)) return [];
  return ['--ro-bind', staged(statSync(path).isDirectory() ? 'empty' : 'nothing'), path];
}
