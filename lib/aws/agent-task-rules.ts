import { writable } from '../policy/agent-variables';
import { credentialIn } from '../policy/credential-shapes';
import { type Properties, stringsIn } from './template-properties';

/** What must hold for the task definition of an agent, besides what holds for every one. */
export interface AgentTask {
  /** Variables that lead to the proxy. */
  readonly environment: Readonly<Record<string, unknown>>;
}

/** One message for each thing in a task definition, as its template has it, that Fargate ignores or that breaks the boundary. */
export function agentTaskProblems(task: Properties, agent: AgentTask): string[] {
  const containers = listOf(task.ContainerDefinitions);
  return [
    ...(String(task.RequiresCompatibilities) === 'FARGATE' ? [] : ['RequiresCompatibilities must be FARGATE and nothing else']),
    ...forbidden(task, taskProperties),
    ...volumeProblems(task),
    ...containers.flatMap((container) =>
      containerProblems(container, agent).map((what) => `container '${container.Name}': ${what}`),
    ),
  ];
}

// what a condition decides is neither a list nor safe: it is held against the rules as if it were an element, and fails
const listOf = (value: unknown = []): readonly Properties[] => (Array.isArray(value) ? value : [value as Properties]);

function containerProblems(container: Properties, agent: AgentTask): string[] {
  const linux = (container.LinuxParameters ?? {}) as Properties;
  return [
    ...forbidden(container, containerProperties),
    ...forbidden(linux, linuxProperties).map((what) => `LinuxParameters.${what}`),
    ...hardeningProblems(container, linux),
    ...tmpfsProblems(linux),
    ...logProblems(container),
    ...environmentProblems(container, agent),
    ...credentialProblems(container),
  ];
}

/** Properties and why they may not be set; `false`, an empty list and none at all are the same. */
type Forbidden = Readonly<Record<string, string>>;

// Amazon ECS Developer Guide, "Amazon ECS task definition differences for Fargate" and "Amazon ECS task definition parameters for Fargate"
const ignored = 'Fargate does not offer it';
const credentials = 'an agent may hold no credential: let the proxy inject it, by a credential of the policy';

const taskProperties: Forbidden = {
  TaskRoleArn: 'an agent may have no role, as its code could use it: put what it needs behind a tool of the policy',
  EnableFaultInjection: 'it opens an endpoint at the agent',
  InferenceAccelerators: ignored,
  IpcMode: ignored,
  PidMode: 'it lets containers see into each other',
  PlacementConstraints: ignored,
  ProxyConfiguration: ignored,
};

const containerProperties: Forbidden = {
  CredentialSpecs: credentials,
  EnvironmentFiles: 'what they hold is not known here: use the prop environment',
  RepositoryCredentials: 'agents pull from ECR only: use a PinnedImage',
  Secrets: credentials,
  DisableNetworking: ignored,
  DnsSearchDomains: ignored,
  DnsServers: ignored,
  DockerSecurityOptions: ignored,
  ExtraHosts: ignored,
  FirelensConfiguration: 'logs go to the audit trail: leave logging as it is',
  Links: ignored,
  Privileged: ignored,
  ResourceRequirements: ignored,
  VolumesFrom: 'it shares a file system with another container',
};

const linuxProperties: Forbidden = {
  Devices: ignored,
  MaxSwap: ignored,
  SharedMemorySize: ignored,
  Swappiness: ignored,
};

function forbidden(properties: Properties, names: Forbidden): string[] {
  const isSet = (value: unknown) => value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
  return Object.entries(names).flatMap(([name, why]) => (isSet(properties[name]) ? [`${name} must be left out: ${why}`] : []));
}

function volumeProblems({ Volumes }: Properties): string[] {
  const shared = listOf(Volumes).filter((volume) => Object.keys(volume).some((name) => name !== 'Name'));
  return shared.map(({ Name }) => `volume '${Name}' must live and die with its task: leave everything but its name out`);
}

/** What is memory may give no privilege and hold no device, and at /tmp nothing that runs; a later option would take an earlier one back. */
function tmpfsProblems({ Tmpfs }: Properties): string[] {
  return listOf(Tmpfs).flatMap(({ ContainerPath, MountOptions }) => {
    const must = ['nosuid', 'nodev', ...(ContainerPath === writable.tmp ? ['noexec'] : [])];
    const options = Array.isArray(MountOptions) ? MountOptions : [];
    const held = must.every((option) => options.includes(option) && !options.includes(option.slice(2)));
    return held
      ? []
      : [`LinuxParameters.Tmpfs at '${ContainerPath ?? ''}' must be mounted with ${must.join(', ')}, got '${options}'`];
  });
}

function hardeningProblems({ User, ReadonlyRootFilesystem, Ulimits, Image }: Properties, linux: Properties): string[] {
  const { Add = [], Drop = [] } = (linux.Capabilities ?? {}) as { readonly Add?: unknown[]; readonly Drop?: unknown[] };
  const limits = listOf(Ulimits).filter(({ Name }) => Name !== 'nofile');
  return [
    ...(/^[1-9]\d*:[1-9]\d*$/.test(String(User)) ? [] : [`User must be UID:GID, neither of them 0, got '${User ?? ''}'`]),
    ...(ReadonlyRootFilesystem === true ? [] : ['ReadonlyRootFilesystem must be true: write to /workspace and /tmp']),
    ...(Drop.includes('ALL') && Add.length === 0 ? [] : ['LinuxParameters.Capabilities must drop ALL and add none']),
    ...limits.map(({ Name }) => `Ulimits may only set nofile, as Fargate ignores the others, got '${Name}'`),
    ...(stringsIn(Image).join('').includes('@')
      ? []
      : ['Image must be named by its digest: use PinnedImage.of(repository, digest)']),
  ];
}

function logProblems({ LogConfiguration }: Properties): string[] {
  const { LogDriver, SecretOptions } = (LogConfiguration ?? {}) as Properties;
  const driver = LogDriver === 'awslogs' ? [] : [`LogConfiguration must be the awslogs driver, got '${LogDriver ?? ''}'`];
  return SecretOptions ? [...driver, `LogConfiguration.SecretOptions must be left out: ${credentials}`] : driver;
}

/** One message for each variable that leads to the proxy and doesn't say what the policy says. */
export function environmentProblems({ Environment }: Properties, { environment }: AgentTask): string[] {
  const valuesOf = (name: string) =>
    listOf(Environment)
      .filter(({ Name }) => Name === name)
      .map(({ Value }) => Value);
  const changed = Object.entries(environment).filter(
    ([name, value]) => JSON.stringify(valuesOf(name)) !== JSON.stringify([value]),
  );
  return changed.map(([name]) => `Environment must hold ${name} as the policy makes it, since it leads to the proxy`);
}

/** One message for each kind of credential in a container's properties. */
export function credentialProblems(container: Properties): string[] {
  const kinds = stringsIn(container).flatMap((text) => credentialIn(text) ?? []);
  return [...new Set(kinds)].map((kind) => `a property holds ${kind}: ${credentials}`);
}
