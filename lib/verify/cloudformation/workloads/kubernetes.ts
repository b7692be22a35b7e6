import type { Doubt } from '../../world/doubt';
import { Reference, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { placedIn } from '../interfaces';
import { elementsAt } from '../reading/property-path';
import { referredResource } from '../reading/referred-resource';
import type { ResourceIndex } from '../resource-index';
import type { FoundWorkload } from './found-workload';
import { apart, connected } from './instance';
import { launchOf } from './launch';
import { launchData } from './launch-template';
import { roleKeys } from './role-keys';

/** What EKS runs pods on. Pods are made by Kubernetes, so that what they do isn't in the inputs. */
export const kubernetesNodes = (index: ResourceIndex): FoundWorkload[] => [
  ...index.ofType('AWS::EKS::Nodegroup').map((group) => nodeGroup(index, group)),
  ...index.ofType('AWS::EKS::FargateProfile').map((profile) => fargateProfile(index, profile)),
];

function nodeGroup(index: ResourceIndex, group: Resource): FoundWorkload {
  const { Subnets: subnets, LaunchTemplate, NodeRole } = group.properties;
  const data = launchData(index, LaunchTemplate, group.place);
  const launch = launchOf(index, {}, group.place, data);
  const interfaces = launch.connections.flatMap((each) => {
    const securityGroups = each.securityGroups ?? clusterGroup(index, group);
    return connected(index, group, { ...each, ...(subnets !== undefined && { subnets }), securityGroups }, launch.doubt);
  });
  const found = node(index, group, interfaces, NodeRole, launch.credentials);
  return {
    ...found,
    workload: { ...found.workload, aliases: [...found.workload.aliases, ...(data?.template ? [data.template.id] : [])] },
  };
}

function fargateProfile(index: ResourceIndex, profile: Resource): FoundWorkload {
  const { Subnets: subnets, PodExecutionRoleArn } = profile.properties;
  const interfaces = placedIn(index, {
    ...{ owner: profile.id, place: profile.place, subnets, publicIp: false },
    securityGroups: clusterGroup(index, profile),
  });
  return node(index, profile, interfaces, PodExecutionRoleArn, []);
}

function node(
  index: ResourceIndex,
  resource: Resource,
  interfaces: FoundWorkload['interfaces'],
  role: Value | undefined,
  credentials: FoundWorkload['workload']['credentials'],
): FoundWorkload {
  const cluster = referredResource(index, resource.properties.ClusterName, 'AWS::EKS::Cluster');
  const { id, place } = resource;
  return {
    workload: {
      ...{ id, place, aliases: cluster ? [cluster.id] : [], identities: roleKeys(index, role) },
      ...{ credentials, storage: [], openings: [], ...(resource.doubt && { doubt: resource.doubt }) },
    },
    interfaces: apart(interfaces),
    registrations: [],
    doubts: [pods(resource)],
  };
}

const pods = ({ id, place }: Resource): Doubt => ({ reason: `what the pods on ${id} do isn't in the inputs`, place });

/** The group that EKS makes for a cluster: "Amazon EKS security group requirements". */
function clusterGroup(index: ResourceIndex, { properties }: Resource): Value {
  const cluster = referredResource(index, properties.ClusterName, 'AWS::EKS::Cluster');
  return new Reference(cluster?.id ?? index.keyOf(properties.ClusterName) ?? 'cluster', 'ClusterSecurityGroupId');
}

/** The interfaces of a cluster's own side, which only Kubernetes' API is behind. */
export const kubernetesClusters = (index: ResourceIndex): FoundWorkload[] =>
  index.ofType('AWS::EKS::Cluster').map((cluster) => {
    const [subnets] = [elementsAt(index, cluster.properties, ['ResourcesVpcConfig.SubnetIds'])];
    const stated = elementsAt(index, cluster.properties, ['ResourcesVpcConfig.SecurityGroupIds']);
    const doubt = { reason: `what the API server of ${cluster.id} connects to isn't in the inputs`, place: cluster.place };
    return {
      workload: {
        ...{
          id: `${cluster.id} API server`,
          aliases: [],
          place: cluster.place,
          identities: [],
          credentials: [],
          storage: [],
          openings: [],
        },
        doubt,
      },
      interfaces: placedIn(index, {
        ...{ owner: `${cluster.id} API server`, place: cluster.place, subnets, publicIp: false },
        securityGroups: [...stated, new Reference(cluster.id, 'ClusterSecurityGroupId')],
      }),
      registrations: [],
    };
  });
