import { agentEnvironment } from '../../../lib/policy/agent-environment';
import type { EgressPolicy } from '../../../lib/policy/egress-policy';
import { allOf, type Item, type World } from '../world';
import type { Airlock } from './airlock';
import { mustEqual } from './must-equal';

/** The agent has no role, no secret, and the very variables that its policy makes; it is pinned and hardened. */
export function checkAgentTask(world: World, airlock: Airlock, policy: EgressPolicy): string[] {
  const { agentTask, agentCluster, proxyService } = airlock;
  const [container = {}, ...others] = agentTask.containerDefinitions;
  const elsewhere = allOf(world, 'AWS::ECS::Service').filter(({ serviceArn }) => serviceArn !== proxyService.serviceArn);
  return [
    ...mustEqual('task role of the agent', agentTask.taskRoleArn, undefined),
    ...mustEqual('containers beside the agent', others.length, 0),
    ...mustEqual('network mode', agentTask.networkMode, 'awsvpc'),
    ...mustEqual('compatibilities', agentTask.requiresCompatibilities, ['FARGATE']),
    ...mustEqual('volumes', agentTask.volumes, [{ name: 'workspace' }]),
    ...mustEqual('variables of the agent', variablesOf(container), expectedVariables(airlock, policy)),
    ...mustEqual('secrets of the agent', container.secrets, undefined),
    ...mustEqual('image of the agent', container.image, imageOf(world, 'Agent')),
    ...mustEqual('hardening of the agent', hardeningOf(container), hardened),
    ...mustEqual('clusters of agents and proxies', agentCluster === proxyService.clusterArn, false),
    ...mustEqual('services beside the proxies', elsewhere.length, 0),
  ];
}

/** The image that the stack's parameters name. */
export const imageOf = ({ account, region, parameters }: World, who: 'Agent' | 'Proxy'): string =>
  `${account}.dkr.ecr.${region}.amazonaws.com/${parameters[`${who}Repository`]}@${parameters[`${who}Digest`]}`;

const variablesOf = ({ environment }: Item): Item =>
  Object.fromEntries(environment.map(({ name, value }: Item) => [name, value]));

const expectedVariables = ({ doorHost }: Airlock, policy: EgressPolicy): Item => ({
  HOME: '/workspace',
  TMPDIR: '/tmp',
  ...agentEnvironment(policy, { proxyHost: doorHost, gatewayPort: 8080, proxyPort: 3128 }),
});

const hardeningOf = ({ user, readonlyRootFilesystem, linuxParameters, privileged, ulimits }: Item): Item =>
  JSON.parse(JSON.stringify({ user, readonlyRootFilesystem, linuxParameters, privileged, ulimits }));

const hardened: Item = {
  user: '1000:1000',
  readonlyRootFilesystem: true,
  linuxParameters: {
    capabilities: { drop: ['ALL'] },
    initProcessEnabled: true,
    tmpfs: [{ containerPath: '/tmp', mountOptions: ['rw', 'nosuid', 'nodev', 'noexec', 'mode=1777'], size: 100 }],
  },
  ulimits: [{ hardLimit: 65_536, name: 'nofile', softLimit: 65_536 }],
};
