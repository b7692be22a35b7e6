import type { AgentContainer } from './agent-container';
import type { ContainerSetting, OptionName } from './container-setting';
import type { Mount, MountSource } from './mount';

/** Part of a service as the Compose Specification has it. */
export type Service = Readonly<Record<string, unknown>>;

/** The names of what a service gets beside its image. */
export interface ServiceSources {
  /** The volume with the proxy's sockets. */
  readonly sockets: string;
  /** The file of what agents trust, from where compose.yaml is. */
  readonly authorities: string;
}

/** An agent's container as a service; each `$` is doubled, as Compose would read a variable otherwise. */
export function composeService(container: AgentContainer, sources: ServiceSources, command: readonly string[]): Service {
  const [program = '', ...words] = container.entrypoint;
  return escaped({
    image: container.image,
    ...serviceSettings(container.settings),
    volumes: container.mounts.map((mount) => volume(mount, sources)),
    environment: container.environment,
    entrypoint: [program, ...words],
    command,
  }) as Service;
}

/** Options as a service has them; of those that may be given several times, all are kept. */
export function serviceSettings(settings: readonly ContainerSetting[]): Service {
  return settings.reduce<Service>((service, { option, value }) => merged(service, asService[option](value)), {});
}

const asService: Readonly<Record<OptionName, (value: string) => Service>> = {
  'cap-drop': (value) => ({ cap_drop: [value] }),
  cgroupns: (value) => ({ cgroup: value }),
  cpus: (value) => ({ cpus: Number(value) }),
  hostname: (value) => ({ hostname: value }),
  init: (value) => ({ init: value === 'true' }),
  ipc: (value) => ({ ipc: value }),
  label: (value) => ({ labels: [value] }),
  'log-driver': (value) => ({ logging: { driver: value } }),
  memory: (value) => ({ mem_limit: value }),
  'memory-swap': (value) => ({ memswap_limit: value }),
  network: (value) => ({ network_mode: value }),
  'pids-limit': (value) => ({ pids_limit: Number(value) }),
  pull: (value) => ({ pull_policy: value }),
  'read-only': (value) => ({ read_only: value === 'true' }),
  runtime: (value) => ({ runtime: value }),
  // Compose reads the file of a filter from where compose.yaml is
  'security-opt': (value) => ({ security_opt: [value] }),
  tmpfs: (value) => ({ tmpfs: [value] }),
  ulimit: (value) => ({ ulimits: ulimit(value) }),
  user: (value) => ({ user: value }),
  workdir: (value) => ({ working_dir: value }),
};

function ulimit(value: string): Service {
  const [, name = '', soft, hard] = /^(\w+)=(\d+):(\d+)$/.exec(value) ?? [];
  return { [name]: { soft: Number(soft), hard: Number(hard) } };
}

function merged(service: Service, part: Service): Service {
  const both = Object.entries(part).map(([key, value]) => {
    const before = service[key];
    if (Array.isArray(before) && Array.isArray(value)) return [key, [...before, ...value]];
    return [key, typeof before === 'object' && typeof value === 'object' ? { ...before, ...value } : value];
  });
  return { ...service, ...Object.fromEntries(both) };
}

function volume(mount: Mount, sources: ServiceSources): Service {
  const { target } = mount;
  if (mount.type === 'empty') return { type: 'tmpfs', target, read_only: true, tmpfs: { size: 4096, mode: 0o555 } };
  const readOnly = mount.isReadOnly ? { read_only: true } : {};
  if (mount.source.from === 'sockets') return { type: 'volume', source: sources.sockets, target, ...readOnly };
  const bind = { create_host_path: false, recursive: 'disabled' };
  return { type: 'bind', source: path(mount.source, sources), target, ...readOnly, bind };
}

function path(source: Exclude<MountSource, { from: 'sockets' }>, { authorities }: ServiceSources): string {
  if (source.from === 'machine') return source.path;
  return source.from === 'authorities' ? authorities : `./${source.name}`;
}

function escaped(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escaped(inner)]));
}
