import type { Interface } from '../../model/interface';
import type { Workload } from '../../model/workload';
import type { Doubt } from '../../world/doubt';
import { within } from '../../world/place';
import { isFields, Unresolved, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import type { Registration } from '../forwarders/target-groups';
import { placedIn } from '../interfaces';
import { truth } from '../reading/truth';
import type { ResourceIndex } from '../resource-index';
import { containerCredentials, containerOpenings, containersOf } from './container';
import { hostPorts, statedPorts } from './container-ports';
import type { FoundWorkload } from './found-workload';
import { apart, connected } from './instance';
import { roleKeys } from './role-keys';
import { taskDefinitionOf } from './task-definition';
import { hostOpenings, hostRoles, type TaskHosts, taskHosts } from './task-host';
import { overridesOf } from './task-overrides';
import type { TaskRun } from './task-run';
import { volumesOf } from './task-volumes';

/** A task as one thing runs it: what its definition says, and where it is put. */
export function taskWorkload(index: ResourceIndex, run: TaskRun): FoundWorkload {
  const definition = taskDefinitionOf(index, run.taskDefinition);
  const where = taskHosts(index, run, definition);
  return {
    workload: definition ? definedWorkload(index, run, definition, where) : undefinedWorkload(run),
    interfaces: interfacesOf(index, run, where),
    registrations: registrationsOf(index, run, definition, where),
    doubts: contentDoubts(index, run, definition),
    ...(!run.network && where.mode !== 'none' && { standsIn: where.hosts.map(({ resource }) => resource.id) }),
  };
}

/** On a bridge, a target group leads to the host's port for the container's. */
function registrationsOf(
  index: ResourceIndex,
  run: TaskRun,
  definition: Resource | undefined,
  { mode }: TaskHosts,
): readonly Registration[] {
  if (mode !== 'bridge' || !definition) return run.registrations;
  const containers = containersOf(index, definition.properties.ContainerDefinitions, definition.place);
  return run.registrations.map((each) => {
    const [port] = each.ports?.ranges() ?? [];
    return port ? { ...each, ports: hostPorts(index, containers, port.from) } : each;
  });
}

function definedWorkload(index: ResourceIndex, run: TaskRun, definition: Resource, where: TaskHosts): Workload {
  const { properties } = definition;
  const at = within(definition.place, 'Properties');
  const containers = containersOf(index, properties.ContainerDefinitions, within(at, 'ContainerDefinitions'));
  const volumes = volumesOf(index, properties.Volumes, within(at, 'Volumes'), hostIds(index, run, where));
  const overrides = overridesOf(index, run.overrides, run.place);
  const listens = statedPorts(index, containers, where.mode === 'bridge' ? 'host' : 'container');
  const doubt = run.doubt ?? definition.doubt ?? placeDoubt(index, run, where);
  return {
    id: run.id,
    aliases: [...new Set([...run.aliases, definition.id])].filter((alias) => alias !== run.id),
    place: run.place,
    identities: [...new Set([...roleKeys(index, properties.TaskRoleArn), ...overrides.roles, ...hostRoles(index, run, where)])],
    ...(listens && { listens }),
    credentials: [...containers.flatMap((each) => containerCredentials(index, each)), ...overrides.credentials],
    storage: volumes.storage,
    openings: [
      ...run.openings,
      ...hostOpenings(index, definition),
      ...containers.flatMap((each) => containerOpenings(index, each)),
      ...volumes.openings,
    ],
    ...(doubt && { doubt }),
  };
}

const hostIds = (index: ResourceIndex, { cluster }: TaskRun, { hosts }: TaskHosts): string[] =>
  hosts.length > 0 ? hosts.map(({ resource }) => resource.id) : [`the hosts of ${index.keyOf(cluster) ?? 'the default cluster'}`];

/** Why the inputs don't show what the task is, if they don't. */
function contentDoubts(index: ResourceIndex, { id, place, taskDefinition }: TaskRun, definition: Resource | undefined): Doubt[] {
  if (definition) {
    const isOpaque = index.elements(definition.properties.ContainerDefinitions).some((each) => !isFields(each));
    return isOpaque ? [{ reason: `the containers of ${definition.id} aren't known`, place: definition.place }] : [];
  }
  const key = index.keyOf(taskDefinition);
  return [
    { reason: key === undefined ? `${id} states no task definition` : `the task definition '${key}' isn't in the inputs`, place },
  ];
}

const undefinedWorkload = ({ id, aliases, place, openings, doubt }: TaskRun): Workload => ({
  ...{ id, aliases, place, identities: [], credentials: [], storage: [], openings },
  ...(doubt && { doubt }),
});

function interfacesOf(index: ResourceIndex, run: TaskRun, { hosts, mode }: TaskHosts): Interface[] {
  if (mode === 'none') return [];
  if (run.network) return ownInterfaces(index, run, run.network);
  const onHosts = hosts.flatMap(({ resource, launches }) =>
    launches.flatMap((launch) =>
      launch.connections.flatMap((each) => connected(index, { ...resource, id: run.id, place: run.place }, each, launch.doubt)),
    ),
  );
  return apart(onHosts);
}

/** "AWS::ECS::Service AwsVpcConfiguration": without AssignPublicIp none is assigned, whatever the subnet does. */
function ownInterfaces(index: ResourceIndex, { id, place, doubt }: TaskRun, network: Value): Interface[] {
  const { Subnets: subnets = noSubnets, SecurityGroups: securityGroups, AssignPublicIp } = isFields(network) ? network : {};
  return [
    ...placedIn(index, {
      ...{ owner: id, place, subnets, publicIp: truth(index, AssignPublicIp, ['enabled'], false), ipv6: true },
      ...(securityGroups !== undefined && { securityGroups }),
      ...(doubt && { doubt }),
    }),
  ];
}

const noSubnets = new Unresolved("the task's subnets aren't in the inputs");

/** Why the inputs don't show where the task runs, if they don't. */
function placeDoubt(index: ResourceIndex, run: TaskRun, { hosts, mode }: TaskHosts): Doubt | undefined {
  if (run.network || hosts.length > 0 || mode === 'none') return undefined;
  const what =
    mode === 'awsvpc'
      ? `the subnets of ${run.id}`
      : `the container instances of ${index.keyOf(run.cluster) ?? 'the default cluster'}`;
  return { reason: `${what} aren't in the inputs`, place: run.place };
}
