import type { Opening } from '../../model/workload';
import { within } from '../../world/place';
import { isFields } from '../../world/value';
import type { Resource } from '../../world/world';
import { referredResource } from '../reading/referred-resource';
import type { ResourceIndex } from '../resource-index';
import { blocksMetadata } from './blocked-metadata';
import { type Host, hostsOf } from './cluster-capacity';
import { openingIf } from './container';
import type { Launch } from './launch';
import type { TaskRun } from './task-run';

/** Where a task runs: in a microVM of its own on Fargate, or on hosts that it may share. */
export interface TaskHosts {
  readonly fargate: boolean;
  /** Of tasks that aren't on Fargate, as far as the inputs show them. */
  readonly hosts: readonly Host[];
  /** `awsvpc`, `bridge`, `host`, `none`. */
  readonly mode: string;
}

export function taskHosts(index: ResourceIndex, run: TaskRun, definition: Resource | undefined): TaskHosts {
  const fargate = runsOnFargate(index, run, definition);
  return { fargate, hosts: fargate ? [] : hostsOf(index, run.cluster), mode: networkMode(index, run, definition) };
}

function runsOnFargate(index: ResourceIndex, run: TaskRun, definition: Resource | undefined): boolean {
  const stated = index.keyOf(run.launchType);
  if (stated !== undefined) return stated.toUpperCase() === 'FARGATE';
  const providers = providersOf(index, run);
  if (providers.length > 0) return providers.every((name) => name?.startsWith('FARGATE'));
  const compatible = index.elements(definition?.properties.RequiresCompatibilities).map((each) => index.keyOf(each));
  return compatible.length > 0 && compatible.every((each) => each === 'FARGATE');
}

/** The capacity providers of a run; its cluster's default ones where it states none. */
function providersOf(index: ResourceIndex, run: TaskRun): (string | undefined)[] {
  const cluster = referredResource(index, run.cluster, 'AWS::ECS::Cluster');
  const associated = cluster ? index.referring('AWS::ECS::ClusterCapacityProviderAssociations', 'Cluster', cluster.id) : [];
  const strategies = [
    run.capacityProviders,
    ...[cluster, ...associated].map((each) => each?.properties.DefaultCapacityProviderStrategy),
  ];
  const [strategy = []] = strategies.map((each) => index.elements(each)).filter((each) => each.length > 0);
  return strategy.map((each) => index.keyOf(isFields(each) ? each.CapacityProvider : each));
}

/** "AWS::ECS::TaskDefinition": `bridge` is the default on Linux instances. */
function networkMode(index: ResourceIndex, run: TaskRun, definition: Resource | undefined): string {
  return index.keyOf(definition?.properties.NetworkMode)?.toLowerCase() ?? (run.network ? 'awsvpc' : 'bridge');
}

/**
 * The roles of a task's hosts. Code in a container on an instance may ask the instance's metadata service too, unless one hop is all that
 * it answers over, or the container agent is told to block it: Amazon ECS Developer Guide, "Task IAM role".
 */
export function hostRoles(index: ResourceIndex, run: TaskRun, { fargate, hosts, mode }: TaskHosts): string[] {
  if (fargate || mode === 'none') return [];
  if (hosts.length === 0) return [`the container instances of ${index.keyOf(run.cluster) ?? 'the default cluster'}`];
  return hosts.flatMap(({ resource, launches }) => launches.flatMap((launch) => launchRoles(index, resource, launch, mode)));
}

function launchRoles(index: ResourceIndex, { id }: Resource, launch: Launch, mode: string): readonly string[] {
  if (mode === 'bridge') return launch.metadataReachesContainers ? launch.roles : [];
  const blocks = mode === 'awsvpc' ? blocksMetadata(index, launch.userData) : false;
  if (blocks === false) return launch.roles;
  return blocks || launch.roles.length === 0 ? [] : [`the role of ${id}, unless its user data closes the metadata service`];
}

/** How a definition gives its host's namespaces to the task. */
export function hostOpenings(index: ResourceIndex, { properties, place }: Resource): Opening[] {
  const opening = (name: string, why: string) =>
    openingIf(index, properties[name], ['host'], within(place, 'Properties', name), why);
  return [
    ...opening('NetworkMode', "uses its host's network"),
    ...opening('PidMode', "sees its host's processes"),
    ...opening('IpcMode', "shares memory with its host's processes"),
  ];
}
