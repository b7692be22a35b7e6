import { type AgentTask, credentialProblems, environmentProblems } from './agent-task-rules';
import { changedProperties } from './changed-properties';
import type { Properties } from './template-properties';

/** One message for each thing in an agent's task definition, as its template has it, that isn't known to keep the agent in. */
export function ec2TaskProblems(task: Properties, made: Properties, agent: AgentTask): string[] {
  const [container, ...others] = containersOf(task);
  const [madeContainer = {}] = containersOf(made);
  return [
    ...changedProperties(task, made, { free: 'ContainerDefinitions Cpu Family Memory Tags', reasons: ofTask }),
    ...(others.length === 0 ? [] : ['ContainerDefinitions must be the one of the agent: what is beside it shares its network']),
    ...containerProblems(container ?? {}, madeContainer, agent).map((what) => `container 'agent': ${what}`),
  ];
}

// what a condition decides is no list: it is held against the rules as if it were a container, and fails
const containersOf = ({ ContainerDefinitions: found }: Properties): readonly Properties[] =>
  Array.isArray(found) ? found : [found as Properties];

const containerProblems = (container: Properties, made: Properties, agent: AgentTask): string[] => [
  ...changedProperties(container, made, {
    free: 'Command EntryPoint Environment HealthCheck Memory StopTimeout',
    reasons: ofContainer,
  }),
  ...environmentProblems(container, agent),
  ...credentialProblems(container),
];

const credentials = 'an agent may hold no credential: let the proxy inject it, by a credential of the policy';
const itsHost = "it opens its instance's";

const ofTask: Readonly<Record<string, string>> = {
  EnableFaultInjection: 'it opens an endpoint at the agent',
  IpcMode: `${itsHost} shared memory`,
  NetworkMode: "an interface of its own keeps it from its instance's network",
  PidMode: `${itsHost} processes`,
  ProxyConfiguration: 'nothing stands between the agent and the door',
  RequiresCompatibilities: 'the rules are those of container instances',
  TaskRoleArn: 'an agent may have no role, as its code could use it: put what it needs behind a tool of the policy',
  Volumes: 'it shares files with its instance, or with whoever else mounts them',
};

const ofContainer: Readonly<Record<string, string>> = {
  CredentialSpecs: credentials,
  DockerSecurityOptions: 'no program may give privileges',
  Image: 'it is named by its digest',
  LinuxParameters: 'it has no capability and no device, and writes to memory',
  Privileged: itsHost.concat(' devices and kernel'),
  ReadonlyRootFilesystem: 'it writes to /workspace and /tmp',
  Secrets: credentials,
  User: 'it is not root',
};
