/** What of an OCI bundle's configuration options of `docker run` decide. */
export interface OciConfig {
  process: {
    user: { uid: number; gid: number };
    args: string[];
    env: string[];
    cwd: string;
    noNewPrivileges: boolean;
    capabilities: Record<string, readonly string[]>;
    rlimits: { type: string; soft: number; hard: number }[];
  };
  root: { path: string; readonly: boolean };
  hostname: string;
  mounts: OciMount[];
  linux: {
    cgroupsPath: string;
    namespaces: { type: string }[];
    resources: {
      memory: { limit?: number; swap?: number };
      cpu: { quota?: number; period?: number };
      pids?: { limit: number };
      devices: object[];
    };
    seccomp?: object;
    maskedPaths: readonly string[];
    readonlyPaths: readonly string[];
  };
}

export interface OciMount {
  readonly destination: string;
  readonly type: string;
  readonly source: string;
  readonly options: readonly string[];
}

/** What Docker gives a container that is asked for nothing ("Docker security", and the defaults of moby's `oci` package). */
export function dockerDefaults(root: string, cgroup: string): OciConfig {
  return {
    process: {
      user: { uid: 0, gid: 0 },
      args: [],
      env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      cwd: '/',
      noNewPrivileges: false,
      capabilities: { bounding: capabilities, effective: capabilities, permitted: capabilities },
      rlimits: [],
    },
    root: { path: root, readonly: false },
    hostname: 'machine',
    mounts: [...kernelMounts],
    linux: {
      cgroupsPath: cgroup,
      namespaces: [{ type: 'pid' }, { type: 'uts' }, { type: 'mount' }],
      resources: { memory: {}, cpu: {}, devices: devices() },
      maskedPaths: [
        '/proc/acpi',
        '/proc/kcore',
        '/proc/keys',
        '/proc/latency_stats',
        '/proc/timer_list',
        '/proc/sched_debug',
        '/proc/scsi',
        '/sys/firmware',
      ],
      readonlyPaths: ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'],
    },
  };
}

const capabilities = [
  ...[
    'CAP_CHOWN',
    'CAP_DAC_OVERRIDE',
    'CAP_FOWNER',
    'CAP_FSETID',
    'CAP_KILL',
    'CAP_MKNOD',
    'CAP_NET_BIND_SERVICE',
    'CAP_NET_RAW',
  ],
  ...['CAP_SETFCAP', 'CAP_SETGID', 'CAP_SETPCAP', 'CAP_SETUID', 'CAP_SYS_CHROOT', 'CAP_AUDIT_WRITE'],
];

const mount = (destination: string, type: string, options: readonly string[]): OciMount => ({
  destination,
  type,
  source: type,
  options,
});

const kernelMounts: readonly OciMount[] = [
  mount('/proc', 'proc', ['nosuid', 'noexec', 'nodev']),
  mount('/dev', 'tmpfs', ['nosuid', 'strictatime', 'mode=755', 'size=65536k']),
  mount('/dev/pts', 'devpts', ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620', 'gid=5']),
  mount('/dev/mqueue', 'mqueue', ['nosuid', 'noexec', 'nodev']),
  mount('/dev/shm', 'tmpfs', ['nosuid', 'noexec', 'nodev', 'mode=1777', 'size=65536k']),
  mount('/sys', 'sysfs', ['nosuid', 'noexec', 'nodev', 'ro']),
  mount('/sys/fs/cgroup', 'cgroup', ['nosuid', 'noexec', 'nodev', 'ro']),
];

const devices = () => {
  const characters = [
    [1, 3],
    [1, 5],
    [1, 7],
    [1, 8],
    [1, 9],
    [5, 0],
    [5, 2],
    [136, undefined],
  ];
  const allowed = characters.map(([major, minor]) => ({
    allow: true,
    type: 'c',
    major,
    ...(minor !== undefined && { minor }),
    access: 'rwm',
  }));
  return [{ allow: false, access: 'rwm' }, ...allowed];
};
