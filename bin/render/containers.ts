import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { bridgeFile } from '../../lib/sandbox/bridge/bridge-file';
import { type AgentContainer, agentContainer } from '../../lib/sandbox/docker/agent-container';
import { bridgeName, emptyName } from '../../lib/sandbox/docker/agent-mounts';
import { seccompName } from '../../lib/sandbox/docker/container-setting';
import { daemonSettings } from '../../lib/sandbox/docker/daemon-settings';
import type { ContainerRuntime } from '../../lib/sandbox/docker/hardening';
import { bridged } from '../../lib/sandbox/places';
import { dockerSeccompProfile } from '../../lib/sandbox/seccomp/oci/seccomp-profile';
import { Unusable } from '../exit';
import { usable } from '../usable';
import { type ContainerParts, containerOptions, type WholeContainer } from './container-parts';
import type { RenderProps } from './rendered';

/** The agent's container; throws an Unusable for what can't be. */
export function containerOf(props: RenderProps, whole: WholeContainer, runtime: ContainerRuntime): AgentContainer {
  refuseOtherPlace(props);
  const { policy, agent } = props;
  const { image, carrier, workspace, limits } = whole;
  return usable(() => agentContainer({ policy, agent, image, carrier, workspace, runtime, limits }));
}

/** Files that every container needs beside what starts it. */
export const besideContainers = ({ carrier }: WholeContainer): Readonly<Record<string, string>> => ({
  [seccompName]: json(dockerSeccompProfile()),
  ...(carrier === 'node' && { [bridgeName]: usable(() => readFileSync(bridgeFile(), 'utf8')) }),
  [emptyName]: '',
  'daemon.json': json(daemonSettings),
});

/** Files that decide what an agent may do, or start it. */
export const filesOf = ({ policyFile, output }: RenderProps): readonly string[] =>
  output === undefined ? [policyFile] : [policyFile, output];

/** Words that render `target` again, wherever they are called. */
export function renderedAgain(target: string, { policyFile, agent, container = {} }: RenderProps): readonly string[] {
  const { command = [], ...options } = container;
  const words = Object.entries(options as Omit<ContainerParts, 'command'>).flatMap(([name, value]) =>
    [value ?? []].flat().flatMap((each) => [containerOptions[name as keyof ContainerParts], isPath(name) ? resolve(each) : each]),
  );
  const after = command.length > 0 ? ['--', ...command] : [];
  return ['agent-airlock', 'render', target, resolve(policyFile), '--agent', agent, ...words, ...after];
}

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const isPath = (name: string) => name === 'workspace';

function refuseOtherPlace({ proxyHost, gatewayPort, proxyPort }: RenderProps): void {
  const { host, gatewayPort: gateway, proxyPort: proxy } = bridged;
  if (proxyHost === host && gatewayPort === gateway && proxyPort === proxy) return;
  throw new Unusable(
    `in a container the proxy is at ${host}, ports ${gateway} and ${proxy}: remove --proxy-host and the ports, got '${proxyHost}', ${gatewayPort}, ${proxyPort}`,
  );
}
