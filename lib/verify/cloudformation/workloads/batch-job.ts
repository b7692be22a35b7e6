import type { Interface } from '../../model/interface';
import type { Opening, Workload } from '../../model/workload';
import type { Doubt } from '../../world/doubt';
import { hop } from '../../world/hop';
import { type Place, within } from '../../world/place';
import { type Fields, isFields, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { placedIn } from '../interfaces';
import { elementsAt } from '../reading/property-path';
import { referredResource } from '../reading/referred-resource';
import { truth } from '../reading/truth';
import type { ResourceIndex } from '../resource-index';
import { type Container, containerCredentials, containerOpenings } from './container';
import type { FoundWorkload } from './found-workload';
import { apart } from './instance';
import { launchOf } from './launch';
import { launchData } from './launch-template';
import { profileRoleKeys, roleKeys } from './role-keys';
import { volumesOf } from './task-volumes';

/**
 * Batch jobs. A job definition names no queue: whoever submits a job chooses one, so that it may run in every compute environment of its
 * platform that the inputs make.
 */
export const batchJobs = (index: ResourceIndex): FoundWorkload[] =>
  index.ofType('AWS::Batch::JobDefinition').map((definition) => batchJob(index, definition));

function batchJob(index: ResourceIndex, definition: Resource): FoundWorkload {
  const parts = partsOf(index, definition);
  const onFargate = elementsAt(index, definition.properties, ['PlatformCapabilities']).some(
    (each) => index.keyOf(each) === 'FARGATE',
  );
  const rooms = index.ofType('AWS::Batch::ComputeEnvironment').filter((each) => isFargate(index, each) === onFargate);
  const interfaces = rooms.flatMap((room) => interfacesIn(index, definition, parts, room));
  const missing = { reason: `the compute environment of ${definition.id} isn't in the inputs`, place: definition.place };
  const doubt = definition.doubt ?? (interfaces.length === 0 ? missing : undefined);
  return {
    workload: {
      ...jobWorkload(index, definition, parts, onFargate ? [] : rooms),
      aliases: rooms.flatMap((room) => [room.id, ...queuesOf(index, room)]),
      ...(doubt && { doubt }),
    },
    interfaces: apart(interfaces),
    registrations: [],
    doubts: podDoubts(definition),
  };
}

/** Pods are made by Kubernetes, with rights that it gives them. */
const podDoubts = ({ id, place, properties }: Resource): Doubt[] =>
  isFields(properties.EksProperties) ? [{ reason: `what the pods of ${id} do isn't in the inputs`, place }] : [];

/** The parts of a job that run as one: a container, the containers of a task, the nodes of a node range. */
interface Part extends Container {
  readonly task: Fields;
}

function partsOf(index: ResourceIndex, { properties, place }: Resource): Part[] {
  const at = (...path: string[]): Place => within(place, 'Properties', ...path);
  const single = index
    .elements(properties.ContainerProperties)
    .filter(isFields)
    .map((fields) => ({ fields, task: fields, place: at('ContainerProperties') }));
  const nodes = elementsAt(index, properties, ['NodeProperties.NodeRangeProperties.Container'])
    .filter(isFields)
    .map((fields) => ({ fields, task: fields, place: at('NodeProperties', 'NodeRangeProperties') }));
  const tasks = elementsAt(index, properties, [
    'EcsProperties.TaskProperties',
    'NodeProperties.NodeRangeProperties.EcsProperties.TaskProperties',
  ]);
  const inTasks = tasks.filter(isFields).flatMap((task) =>
    index
      .elements(task.Containers)
      .filter(isFields)
      .map((fields) => ({ fields, task, place: at('EcsProperties', 'TaskProperties') })),
  );
  return [...single, ...nodes, ...inTasks];
}

function jobWorkload(
  index: ResourceIndex,
  { id, place }: Resource,
  parts: readonly Part[],
  hosts: readonly Resource[],
): Omit<Workload, 'aliases'> {
  const volumes = parts.map((part) =>
    volumesOf(
      index,
      part.task.Volumes,
      within(part.place, 'Volumes'),
      hosts.map((host) => host.id),
    ),
  );
  const ownRoles = parts.flatMap(({ task }) => [task.JobRoleArn, task.TaskRoleArn]).flatMap((role) => roleKeys(index, role));
  // containers of jobs on instances may ask the instance's metadata service too
  const hostRoles = hosts
    .flatMap((host) => elementsAt(index, host.properties, ['ComputeResources.InstanceRole']))
    .flatMap((role) => profileRoleKeys(index, role));
  return {
    id,
    place,
    identities: [...new Set([...ownRoles, ...hostRoles])],
    credentials: parts.flatMap((part) => containerCredentials(index, part)),
    storage: volumes.flatMap(({ storage }) => storage),
    openings: [
      ...(hosts.length > 0 ? parts.filter(isSimple).map(hostNetwork) : []),
      ...parts.flatMap((part) => containerOpenings(index, part)),
      ...volumes.flatMap(({ openings }) => openings),
    ],
  };
}

/** "Networking modes for AWS Batch jobs": simple jobs on instances use their host's network, those of several nodes have interfaces. */
const isSimple = ({ place }: Part): boolean => !place.pointer.includes('/NodeProperties');

const hostNetwork = ({ place }: Part): Opening => ({
  kind: 'host',
  hop: hop(place, "uses its host's network, as jobs on instances do"),
});

const isFargate = (index: ResourceIndex, { properties }: Resource): boolean =>
  elementsAt(index, properties, ['ComputeResources.Type']).some((type) => index.keyOf(type)?.startsWith('FARGATE'));

const queuesOf = (index: ResourceIndex, room: Resource): string[] =>
  index
    .ofType('AWS::Batch::JobQueue')
    .filter(({ properties }) =>
      elementsAt(index, properties, ['ComputeEnvironmentOrder.ComputeEnvironment']).some(
        (each) => referredResource(index, each, room.type) === room,
      ),
    )
    .map(({ id }) => id);

function interfacesIn(
  index: ResourceIndex,
  { id, place, doubt }: Resource,
  parts: readonly Part[],
  room: Resource,
): readonly Interface[] {
  const resources = isFields(room.properties.ComputeResources) ? room.properties.ComputeResources : {};
  const launch = launchOf(index, {}, place, launchData(index, resources.LaunchTemplate, place));
  const groups = resources.SecurityGroupIds ?? launch.connections[0]?.securityGroups;
  const missing = doubt ?? room.doubt ?? launch.doubt;
  return placedIn(index, {
    ...{ owner: id, place, subnets: resources.Subnets },
    ...(groups !== undefined && { securityGroups: groups }),
    publicIp: isFargate(index, room) ? assigned(index, parts) : 'subnet',
    ...(missing && { doubt: missing }),
  });
}

/** "AWS::Batch::JobDefinition NetworkConfiguration": DISABLED where it is left out. */
function assigned(index: ResourceIndex, parts: readonly Part[]) {
  const answers = parts.map(({ task }) => {
    const network: Value | undefined = task.NetworkConfiguration;
    return isFields(network) ? truth(index, network.AssignPublicIp, ['enabled'], false) : false;
  });
  return answers.find((answer) => answer === true) ?? answers.find((answer) => answer !== false) ?? false;
}
