import { isFields, Reference, Text, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { plainText } from '../credentials/user-data';
import { oncePerIndex } from '../reading/once-per-index';
import { referredResource } from '../reading/referred-resource';
import type { ResourceIndex } from '../resource-index';
import { instanceLaunch } from './instance';
import { groupLaunches } from './instance-group';
import type { Launch } from './launch';

/** Instances that tasks of a cluster may run on. */
export interface Host {
  readonly resource: Resource;
  readonly launches: readonly Launch[];
}

/** The container instances of a cluster, as far as the inputs show them: by its capacity providers, or by user data that joins it. */
export function hostsOf(index: ResourceIndex, cluster: Value | undefined): readonly Host[] {
  const key = index.keyOf(cluster) ?? 'default';
  const made =
    referredResource(index, cluster, 'AWS::ECS::Cluster') ?? index.referring('AWS::ECS::Cluster', 'ClusterName', key)[0];
  const names = new Set([key, ...(made ? [made.id, index.keyOf(made.properties.ClusterName) ?? made.id] : [])]);
  const joined = [...names].flatMap((name) => joining(index).get(name) ?? []);
  return [...new Set([...joined, ...[...names].flatMap((name) => provided(index, name, made))])];
}

/** Hosts by the cluster that their user data names. */
const joining = oncePerIndex((index): ReadonlyMap<string, readonly Host[]> => {
  const hosts = new Map<string, Host[]>();
  for (const host of allHosts(index).values()) {
    const clusters = new Set(host.launches.flatMap(({ userData }) => clustersIn(index, plainText(index, userData))));
    for (const cluster of clusters) hosts.set(cluster, [...(hosts.get(cluster) ?? []), host]);
  }
  return hosts;
});

const allHosts = oncePerIndex((index): ReadonlyMap<string, Host> => {
  const alone = index.ofType('AWS::EC2::Instance').map((resource) => ({ resource, launches: [instanceLaunch(index, resource)] }));
  const groups = index
    .ofType('AWS::AutoScaling::AutoScalingGroup')
    .map((resource) => ({ resource, launches: groupLaunches(index, resource) }));
  return new Map([...alone, ...groups].map((host) => [host.resource.id, host]));
});

/** `ECS_CLUSTER=name`, or a reference to a cluster in the text. */
function clustersIn(index: ResourceIndex, userData: Value | undefined): string[] {
  if (typeof userData === 'string') return [...userData.matchAll(/ECS_CLUSTER=["']?([\w-]+)/g)].map(([, name]) => name as string);
  const parts = userData instanceof Text ? userData.parts : [];
  return parts
    .filter((part) => part instanceof Reference)
    .flatMap((part) => referredResource(index, part, 'AWS::ECS::Cluster')?.id ?? []);
}

function provided(index: ResourceIndex, name: string, cluster: Resource | undefined): Host[] {
  const associations = index.referring('AWS::ECS::ClusterCapacityProviderAssociations', 'Cluster', name);
  const providers = [...associations, ...(cluster ? [cluster] : [])].flatMap(({ properties }) =>
    index.elements(properties.CapacityProviders),
  );
  return providers.flatMap((provider) => {
    const made = referredResource(index, provider, 'AWS::ECS::CapacityProvider');
    const group = isFields(made?.properties.AutoScalingGroupProvider) ? made.properties.AutoScalingGroupProvider : {};
    const key = referredResource(index, group.AutoScalingGroupArn, 'AWS::AutoScaling::AutoScalingGroup')?.id ?? '';
    return allHosts(index).get(key) ?? [];
  });
}
