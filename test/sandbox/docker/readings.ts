import { readlinkSync } from 'node:fs';
import type { Seen } from './seen-inside';

/** How an option shows inside a container. */
export interface Reading {
  /** How its word of `docker run` starts. */
  readonly word: string;
  /** Where it is read, for the page. */
  readonly where: string;
  readonly read: (seen: Seen) => unknown;
  readonly expected: unknown;
  /** What else must be left out for it to be missed. @default - nothing */
  readonly along?: readonly string[];
}

const inMemory = ['rw', 'nosuid', 'nodev', 'noexec'];
const mount = (target: string, word: string, where: string, options: readonly string[]): Reading => ({
  word,
  where,
  read: ({ mounts }) => options.filter((option) => !mounts[target]?.options.includes(option)),
  expected: [],
});

const own = (word: string, namespace: string): Reading => ({
  word,
  where: `\`/proc/self/ns/${namespace}\` isn't the machine's`,
  read: ({ namespaces }) => namespaces[namespace] === readlinkSync(`/proc/self/ns/${namespace}`),
  expected: false,
});

/** One row for each option that a process can see. */
export const readings: readonly Reading[] = [
  {
    word: '--cap-drop=ALL',
    where: '`CapBnd`, `CapEff`, `CapPrm`, `CapInh` and `CapAmb` of `/proc/self/status` are 0',
    read: ({ status }) =>
      ['CapBnd', 'CapEff', 'CapPrm', 'CapInh', 'CapAmb'].map((name) => Number.parseInt(status[name] ?? '', 16)),
    expected: [0, 0, 0, 0, 0],
  },
  {
    word: '--security-opt=no-new-privileges',
    where: '`NoNewPrivs` is 1; a set-uid program stays what starts it',
    read: ({ status }) => status.NoNewPrivs,
    expected: '1',
  },
  {
    word: '--security-opt=seccomp',
    where: '`Seccomp` is 2, a filter; `unshare`, `mount` and `ptrace` fail',
    read: ({ status }) => status.Seccomp,
    expected: '2',
  },
  mount('/', '--read-only', '`/` is mounted `ro`; a folder that anybody may write to refuses', ['ro']),
  mount('/tmp', '--tmpfs=/tmp', '`/proc/self/mounts`; a copied program is refused, and so is what is over the size', [
    ...inMemory,
    'size=102400k',
  ]),
  mount('/home/agent', '--tmpfs=/home/agent', 'the same', [...inMemory, 'size=512000k', 'mode=700', 'uid=1000', 'gid=1000']),
  {
    word: '--network=none',
    where: '`lo` is the only interface; no address, port or abstract socket of the machine answers',
    read: ({ interfaces, namespaces }) => [interfaces, namespaces.net === readlinkSync('/proc/self/ns/net')],
    expected: [['lo'], false],
  },
  {
    word: '--memory=',
    where: 'the limit of the control group; what takes more is killed',
    read: ({ group }) => group.memory,
    expected: String(2048 * 1024 ** 2),
    along: ['--memory-swap='],
  },
  {
    word: '--cpus=',
    where: 'the quota of the control group',
    read: ({ group }) => group.cpus,
    expected: 2,
  },
  {
    word: '--pids-limit=',
    where: 'the limit of the control group; a fork bomb ends there',
    read: ({ group }) => group.processes,
    expected: '100',
  },
  {
    word: '--user=',
    where: '`Uid`, `Gid` and `Groups` of `/proc/self/status`',
    read: ({ status }) => [status.Uid, status.Gid, status.Groups?.trim()],
    expected: ['1000\t1000\t1000\t1000', '1000\t1000\t1000\t1000', ''],
  },
  own('--ipc=', 'ipc'),
  {
    word: '--memory-swap=',
    where: 'the limit of the control group',
    read: ({ group }) => group.swap,
    expected: '0',
  },
  own('--cgroupns=', 'cgroup'),
  { word: '--ulimit=core', where: '`/proc/self/limits`', read: ({ limits }) => limits['Max core file size'], expected: '0 0' },
  {
    word: '--ulimit=nofile',
    where: '`/proc/self/limits`',
    read: ({ limits }) => limits['Max open files'],
    expected: '16384 16384',
  },
  {
    word: '--init',
    where: 'process 1 is not the command; no zombie stays',
    read: ({ process }) => process === 1,
    expected: false,
  },
  { word: '--hostname=', where: 'the name of the host', read: ({ hostname }) => hostname, expected: 'agent' },
  { word: '--workdir=', where: 'the folder that it starts in', read: ({ folder }) => folder, expected: '/workspace' },
];

/** Options that no process sees, as the engine itself heeds them. */
export const unseen: Readonly<Record<string, string>> = {
  '--runtime=': 'under `runsc`, the kernel is another one',
  '--pull=': 'not inside: the engine heeds it',
  '--log-driver=': 'not inside: the engine heeds it',
  '--label=': 'not inside: the engine heeds it',
};
