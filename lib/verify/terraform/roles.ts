import type { Forwarder } from '../model/forwarder';
import type { Role } from '../model/role';
import type { RoleRequest } from '../model/role-request';
import type { Workload } from '../model/workload';
import { findRoles } from '../roles/find-roles';
import { type Members, membersByName } from '../roles/members';
import { type MarkedResource, markedResources } from '../roles/role-metadata';
import type { FoundRoles, RoleObjection } from '../roles/role-objection';
import type { RolesRequest } from '../system';
import { UnusableInput } from '../unusable-input';
import { forwardedPorts } from './forwarders/forwarded-ports';
import type { ResourceIndex } from './resource-index';
import { labelledResources } from './role-labels';

/** Who has a role, and what was asked for and isn't there. */
export interface FoundParties {
  readonly agents: readonly Role[];
  readonly proxies: readonly Role[];
  readonly objections: readonly RoleObjection[];
}

type Kind = MarkedResource['role'];

/**
 * The agents among the workloads, and the proxies among workloads and forwarders. Throws an UnusableInput if a name stands for several, or if
 * a label contradicts what is named or marked.
 */
export function rolesOf(
  index: ResourceIndex,
  request: RolesRequest,
  workloads: readonly Workload[],
  forwarders: readonly Forwarder[],
): FoundParties {
  const [hosts, all] = [membersOf(index, workloads), membersOf(index, [...workloads, ...forwarders])];
  const agents = found(index, 'agent', request.agents, hosts);
  const proxies = found(index, 'proxy', request.proxies, all);
  refuseContradictions(index, all, agents.roles, proxies.roles);
  return {
    agents: agents.roles,
    proxies: request.proxies.length > 0 ? proxies.roles : proxies.roles.map((role) => withPorts(index, role, forwarders)),
    objections: [...agents.objections, ...proxies.objections],
  };
}

const membersOf = (index: ResourceIndex, candidates: readonly (Workload | Forwarder)[]): Members =>
  membersByName(candidates, [...attached(index), ...candidates.flatMap(({ id }) => withoutKey(id))]);

const found = (index: ResourceIndex, role: Kind, requests: readonly RoleRequest[], members: Members): FoundRoles =>
  findRoles(
    {
      world: index.world,
      members,
      marks: requests.length > 0 ? [] : marksOf(index, role, members),
      ids: "a resource's address, such as google_compute_instance.agent",
      groups: 'stacks',
      candidates: 'an instance, an instance group manager, a Cloud Run service or job, a function or a forwarding rule',
    },
    role,
    requests,
  );

/** What is marked under `"//"`, and what only a label calls so. */
function marksOf(index: ResourceIndex, role: Kind, members: Members): readonly MarkedResource[] {
  const ofRole = (marks: readonly MarkedResource[]) => marks.filter((each) => each.role === role);
  const marked = ofRole(markedResources(index.world));
  const covered = new Set(marked.flatMap(({ resource: { id } }) => [id, ...(members.get(id) ?? [])]));
  const others = ofRole(labelledResources(index)).filter(
    ({ resource: { id } }) => !(members.get(id) ?? [id]).every((member) => covered.has(member)),
  );
  const [stray] = others;
  // a label says no ports: it must not make a proxy of what stands beside those that are marked
  if (role === 'proxy' && marked.length > 0 && stray)
    throw new UnusableInput(
      `${stray.resource.id} is a proxy by its label agent-airlock, but only others are marked under "//": take the label away, or name it with --proxy`,
    );
  return [...marked, ...others];
}

/** A proxy that says no ports listens where forwarding rules lead to it, if they list ports. */
function withPorts(index: ResourceIndex, role: Role, forwarders: readonly Forwarder[]): Role {
  const isLabelled = labelledResources(index).some(({ resource }) => resource.id === role.id);
  const ports = role.ports || !isLabelled ? role.ports : forwardedPorts(role.members, forwarders);
  return ports ? { ...role, ports } : role;
}

/** Refuses a label that calls something an agent that is named or marked as a proxy, or the other way round. */
function refuseContradictions(index: ResourceIndex, members: Members, agents: readonly Role[], proxies: readonly Role[]): void {
  const held = { agent: membersIn(agents), proxy: membersIn(proxies) };
  for (const { resource, role } of labelledResources(index)) {
    const other = role === 'agent' ? 'proxy' : 'agent';
    const contradicted = (members.get(resource.id) ?? []).find((member) => held[other].has(member));
    if (contradicted !== undefined)
      throw new UnusableInput(
        `${contradicted} is named or marked as ${article(other)}, but the label agent-airlock of ${resource.id} says ${role}: make them say the same`,
      );
  }
}

const membersIn = (roles: readonly Role[]): ReadonlySet<string> => new Set(roles.flatMap(({ members }) => members));

const article = (role: Kind): string => (role === 'agent' ? 'an agent' : 'a proxy');

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
