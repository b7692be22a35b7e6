import type { Forwarder } from '../model/forwarder';
import type { RoleRequest } from '../model/role-request';
import type { Workload } from '../model/workload';
import { findRoles } from '../roles/find-roles';
import { membersByName } from '../roles/members';
import { markedResources } from '../roles/role-metadata';
import type { FoundRoles } from '../roles/role-objection';
import { elementsAt } from './reading/property-path';
import type { ResourceIndex } from './resource-index';

/** The agents among the workloads. Throws an UnusableInput if a name stands for several. */
export const agentsOf = (index: ResourceIndex, requests: readonly RoleRequest[], workloads: readonly Workload[]): FoundRoles =>
  rolesOf(index, 'agent', requests, workloads);

/** The proxies among workloads and forwarders. Throws an UnusableInput if a name stands for several. */
export const proxiesOf = (
  index: ResourceIndex,
  requests: readonly RoleRequest[],
  candidates: readonly (Workload | Forwarder)[],
): FoundRoles => rolesOf(index, 'proxy', requests, candidates);

const rolesOf = (
  index: ResourceIndex,
  role: 'agent' | 'proxy',
  requests: readonly RoleRequest[],
  candidates: readonly (Workload | Forwarder)[],
): FoundRoles =>
  findRoles(
    {
      world: index.world,
      members: membersByName(candidates, attached(index)),
      marks: markedResources(index.world),
      ids: 'a LogicalId or Stack/LogicalId',
      groups: 'stacks',
      candidates: 'a service, task definition, instance, function or load balancer',
    },
    role,
    requests,
  );

/** Resources that belong to one workload: an interface to its instance, an alias to its function, a listener to its load balancer. */
const attachments = [
  ['AWS::EC2::NetworkInterfaceAttachment', 'NetworkInterfaceId', 'InstanceId'],
  ['AWS::Lambda::Alias', '', 'FunctionName'],
  ['AWS::Lambda::Version', '', 'FunctionName'],
  ['AWS::Lambda::Url', '', 'TargetFunctionArn'],
  ['AWS::ElasticLoadBalancingV2::Listener', '', 'LoadBalancerArn'],
] as const;

function attached(index: ResourceIndex): (readonly [string, string])[] {
  const beside = attachments.flatMap(([type, name, target]) =>
    index.ofType(type).flatMap(({ id, properties }) => {
      const [from, to] = [name === '' ? id : index.keyOf(properties[name]), index.keyOf(properties[target])];
      return from === undefined || to === undefined ? [] : [[from, to] as const];
    }),
  );
  const inside = index.ofType('AWS::EC2::Instance').flatMap(({ id, properties }) =>
    elementsAt(index, properties, ['NetworkInterfaces.NetworkInterfaceId']).flatMap((eni) => {
      const key = index.keyOf(eni);
      return key === undefined ? [] : [[key, id] as const];
    }),
  );
  return [...beside, ...inside];
}
