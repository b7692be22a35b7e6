/** What a process in a container sees of what contains it. */
export interface Seen {
  /** `/proc/self/status`, by field. */
  readonly status: Readonly<Record<string, string>>;
  /** By where it is mounted. */
  readonly mounts: Readonly<Record<string, { readonly type: string; readonly options: readonly string[] }>>;
  /** `/proc/self/limits`, soft and hard. */
  readonly limits: Readonly<Record<string, string>>;
  readonly interfaces: readonly string[];
  /** Of `/proc/self/ns`. */
  readonly namespaces: Readonly<Record<string, string>>;
  /** Of its control groups, whichever version there is: bytes, processors, processes. */
  readonly group: { readonly memory: string; readonly swap: string; readonly cpus: number; readonly processes: string };
  readonly hostname: string;
  readonly folder: string;
  readonly process: number;
  readonly kernel: string;
}

/** A command that prints it as JSON. */
export const look: readonly string[] = ['node', '-e', `console.log(JSON.stringify((${lookAround})()))`];

// runs in the container, from its text alone
function lookAround(): Seen {
  const { readFileSync, readdirSync, readlinkSync } = require('node:fs');
  const read = (...paths: string[]): string => {
    for (const path of paths) {
      try {
        return readFileSync(path, 'utf8').trim();
      } catch {}
    }
    return '';
  };
  const lines = (path: string) => read(path).split('\n');
  const groups = '/sys/fs/cgroup';
  const memory = read(`${groups}/memory/memory.limit_in_bytes`, `${groups}/memory.max`);
  const both = read(`${groups}/memory/memory.memsw.limit_in_bytes`);
  const [quota, period] = read(`${groups}/cpu.max`).split(' ');
  return {
    status: Object.fromEntries(lines('/proc/self/status').map((line) => line.split(/:\s*/, 2))),
    mounts: Object.fromEntries(
      lines('/proc/self/mounts').map((line) => {
        const [, target = '', type = '', options = ''] = line.split(' ');
        return [target.replaceAll('\\040', ' '), { type, options: options.split(',') }];
      }),
    ),
    limits: Object.fromEntries(
      lines('/proc/self/limits').map((line) => [line.slice(0, 26).trim(), line.slice(26, 68).trim().replace(/\s+/, ' ')]),
    ),
    interfaces: lines('/proc/net/dev')
      .slice(2)
      .map((line) => line.split(':')[0]?.trim() ?? ''),
    namespaces: Object.fromEntries(
      readdirSync('/proc/self/ns').map((name: string) => [name, readlinkSync(`/proc/self/ns/${name}`)]),
    ),
    group: {
      memory,
      swap: both === '' ? read(`${groups}/memory.swap.max`) : String(Number(both) - Number(memory)),
      cpus: Number(read(`${groups}/cpu/cpu.cfs_quota_us`) || quota) / Number(read(`${groups}/cpu/cpu.cfs_period_us`) || period),
      processes: read(`${groups}/pids/pids.max`, `${groups}/pids.max`),
    },
    hostname: require('node:os').hostname(),
    folder: process.cwd(),
    process: process.pid,
    kernel: read('/proc/version'),
  };
}
