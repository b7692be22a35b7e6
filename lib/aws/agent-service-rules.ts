import type { Properties } from './template-properties';

/** Where an agent's tasks belong, as the template has it. */
export interface AgentPlace {
  readonly groups: unknown;
  readonly subnets: unknown;
}

/** One message for each thing in an ECS service, as its template has it, that takes an agent out of its place or lets others in. */
export function agentServiceProblems(service: Properties, { groups, subnets }: AgentPlace): string[] {
  const network = ((service.NetworkConfiguration ?? {}) as Properties).AwsvpcConfiguration as Properties | undefined;
  return [
    ...(service.EnableExecuteCommand ? ['EnableExecuteCommand must be false: it opens a way around the proxy'] : []),
    ...(network?.AssignPublicIp === 'DISABLED' ? [] : ['AssignPublicIp must be DISABLED']),
    ...(same(network?.SecurityGroups, groups) ? [] : ["SecurityGroups must be the agent's own one"]),
    ...(same(network?.Subnets, subnets) ? [] : ["Subnets must be the agent's own"]),
    ...entrances
      .filter((name) => service[name] !== undefined)
      .map((name) => `${name} must be left out: nothing connects to an agent`),
  ];
}

const entrances = [
  'LoadBalancers',
  'ServiceConnectConfiguration',
  'ServiceRegistries',
  'VolumeConfigurations',
  'VpcLatticeConfigurations',
];

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
