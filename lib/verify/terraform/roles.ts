import type { Forwarder } from '../model/forwarder';
import type { RoleRequest } from '../model/role-request';
import type { Workload } from '../model/workload';
import { findRoles } from '../roles/find-roles';
import { membersByName } from '../roles/members';
import type { FoundRoles } from '../roles/role-objection';
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
      members: membersByName(candidates, [...attached(index), ...candidates.flatMap(({ id }) => withoutKey(id))]),
      ids: "a resource's address, such as google_compute_instance.agent",
      groups: 'stacks',
      candidates: 'an instance, an instance group manager, a Cloud Run service or job, a function or a forwarding rule',
    },
    role,
    requests,
  );

/** A resource that has `count` or `for_each` stands for all its instances. */
const withoutKey = (id: string): (readonly [string, string])[] => {
  const plain = id.replace(/\[(?:\d+|\*|"(?:[^"\\]|\\.)*")\]$/, '');
  return plain === id ? [] : [[plain, id]];
};

/** Groups stand for the instances that are in them; addresses and backend services for the forwarding rules that use them. */
const attached = (index: ResourceIndex): (readonly [string, string])[] => [
  ...index
    .ofType('google_compute_instance_group')
    .flatMap(({ id, properties }) =>
      index.elements(properties.instances).flatMap((value) => paired(id, index.idOf(value, ...instanceTypes))),
    ),
  ...index
    .ofType('google_compute_forwarding_rule', 'google_compute_global_forwarding_rule')
    .flatMap(({ id, properties }) =>
      [properties.ip_address, properties.backend_service, properties.target].flatMap((value) => paired(index.idOf(value), id)),
    ),
];

const instanceTypes = ['google_compute_instance', 'google_compute_instance_from_template'] as const;

const paired = (name: string | undefined, target: string | undefined): (readonly [string, string])[] =>
  name === undefined || target === undefined ? [] : [[name, target]];
