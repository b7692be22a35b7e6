import { readFileSync } from 'node:fs';
import { agentUser } from '../../../lib/sandbox/places';
import type { OciConfig } from './oci-config';

type Apply = (config: OciConfig, value: string) => void;

const mebibytes = (value: string) => Number(/^(\d+)m$/.exec(value)?.[1]) * 1024 ** 2;
const unshare =
  (type: string): Apply =>
  (config, value) => {
    if (value !== 'private' && value !== 'none') throw new Error(`${type} must be a namespace of its own, got '${value}'`);
    config.linux.namespaces.push({ type });
  };

/** What Docker makes of each option in the bundle that it gives to an OCI runtime, but for those that only the engine itself heeds. */
export const dockerOptions: Readonly<Record<string, Apply>> = {
  'cap-drop': (config, value) => {
    if (value === 'ALL') config.process.capabilities = { bounding: [], effective: [], permitted: [] };
  },
  'security-opt': (config, value) => {
    if (value === 'no-new-privileges') config.process.noNewPrivileges = true;
    else if (value.startsWith('seccomp=')) config.linux.seccomp = seccompOf(value.slice('seccomp='.length));
    else throw new Error(`unknown security option '${value}'`);
  },
  'read-only': (config, value) => {
    config.root.readonly = value === 'true';
  },
  tmpfs: (config, value) => {
    const [destination = '', options = ''] = value.split(':');
    config.mounts.push({ destination, type: 'tmpfs', source: 'tmpfs', options: options.split(',') });
  },
  mount: (config, value) => {
    const fields = new Map(csv(value).map((field) => field.split(/=(.*)/s, 2) as [string, string]));
    const destination = fields.get('target') ?? '';
    const options = fields.has('readonly') ? ['ro'] : [];
    if (fields.get('type') === 'tmpfs') {
      const size = [`size=${fields.get('tmpfs-size')}`, `mode=${fields.get('tmpfs-mode')}`];
      config.mounts.push({
        destination,
        type: 'tmpfs',
        source: 'tmpfs',
        options: ['noexec', 'nosuid', 'nodev', ...size, ...options],
      });
      return;
    }
    const bind = fields.get('bind-recursive') === 'disabled' ? 'bind' : 'rbind';
    config.mounts.push({
      destination,
      type: 'bind',
      source: fields.get('source') ?? '',
      options: [bind, 'rprivate', ...options],
    });
  },
  network: unshare('network'),
  ipc: unshare('ipc'),
  cgroupns: unshare('cgroup'),
  memory: (config, value) => {
    config.linux.resources.memory.limit = mebibytes(value);
  },
  'memory-swap': (config, value) => {
    config.linux.resources.memory.swap = mebibytes(value);
  },
  cpus: (config, value) => {
    config.linux.resources.cpu = { quota: Number(value) * 100_000, period: 100_000 };
  },
  'pids-limit': (config, value) => {
    config.linux.resources.pids = { limit: Number(value) };
  },
  user: (config, value) => {
    const [uid = 0, gid = 0] = value.split(':').map(Number);
    config.process.user = { uid, gid };
    // of who isn't root Docker leaves the bounding set alone
    if (uid !== 0) config.process.capabilities = { bounding: config.process.capabilities.bounding ?? [] };
  },
  ulimit: (config, value) => {
    const [, name = '', soft, hard] = /^(\w+)=(\d+):(\d+)$/.exec(value) ?? [];
    config.process.rlimits.push({ type: `RLIMIT_${name.toUpperCase()}`, soft: Number(soft), hard: Number(hard) });
  },
  hostname: (config, value) => {
    config.hostname = value;
  },
  workdir: (config, value) => {
    config.process.cwd = value;
  },
  env: (config, value) => {
    config.process.env.push(value);
  },
  entrypoint: (config, value) => {
    config.process.args.unshift(value);
  },
  // a shell reaps what others leave, as Docker's own init does
  init: (config) => {
    config.process.args.unshift('/bin/bash', '-c', '"$@"; exit $?', 'init');
  },
};

/** What has no part in a bundle: the engine chooses the runtime, looks for the image, keeps the log and removes the container. */
export const engineOptions = ['interactive', 'label', 'log-driver', 'pull', 'rm', 'runtime', 'tty'];

function csv(line: string): readonly string[] {
  const found = line.match(/"(?:[^"]|"")*"|[^,]+/g) ?? [];
  return found.map((field) => (field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field));
}

function seccompOf(file: string): object {
  const { archMap, ...rules } = JSON.parse(readFileSync(file, 'utf8'));
  const native = process.arch === 'arm64' ? 'SCMP_ARCH_AARCH64' : 'SCMP_ARCH_X86_64';
  const found = archMap.find(({ architecture }: { architecture: string }) => architecture === native);
  return { ...rules, architectures: [found.architecture, ...found.subArchitectures] };
}

/** The container's user, as Docker would name it. */
export const asUser = `${agentUser.uid}:${agentUser.gid}`;
