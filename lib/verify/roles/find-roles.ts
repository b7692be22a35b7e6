import type { Role } from '../model/role';
import type { RoleRequest } from '../model/role-request';
import { nearest } from '../naming/near-names';
import { PortSet } from '../traffic/port-set';
import { UnusableInput } from '../unusable-input';
import type { World } from '../world/world';
import type { Members } from './members';
import type { MarkedResource } from './role-metadata';
import { type FoundRoles, type RoleObjection, standsFor } from './role-objection';

/** Who may have a role in a world, and how that cloud's users name it. */
export interface RoleSearch {
  readonly world: World;
  readonly members: Members;
  /** What says of itself that it is an agent or a proxy. */
  readonly marks: readonly MarkedResource[];
  /** What an id is, such as `a LogicalId or Stack/LogicalId`. */
  readonly ids: string;
  /** What ids that end alike are told apart by, such as `stacks`. */
  readonly groups: string;
  /** What runs something: `a service, task definition, …`. */
  readonly candidates: string;
}

/**
 * The resources of a world that have a role: those asked for, else those that are marked. What isn't in this world may be in another one;
 * throws an UnusableInput only if a name stands for several resources.
 */
export function findRoles(search: RoleSearch, role: 'agent' | 'proxy', requests: readonly RoleRequest[]): FoundRoles {
  const marks = requests.length > 0 ? [] : search.marks.filter((each) => each.role === role);
  const found = [
    ...requests.map((each) => requested(search, role, each)),
    ...marks.map((each) => marked(search, each)),
    ...(requests.length + marks.length === 0 ? [nothingMarked(search, role)] : []),
  ];
  return {
    roles: found.filter((each): each is Role => !isObjection(each)),
    objections: found.filter(isObjection),
  };
}

const isObjection = (found: Role | RoleObjection): found is RoleObjection => 'message' in found;

const nothingMarked = ({ ids }: RoleSearch, role: 'agent' | 'proxy'): RoleObjection => ({
  role,
  message: `no ${role} found: name it with --${role} ID${role === 'proxy' ? '[:PORT,...]' : ''}, where ID is ${ids}`,
  near: false,
});

function requested(search: RoleSearch, role: 'agent' | 'proxy', { id, ports }: RoleRequest): Role | RoleObjection {
  const { world, members, candidates } = search;
  const name = resolved(search, id);
  if (name === undefined) return { role, id, ...unknownName(search, id) };
  const found = members.get(name);
  if (found) return { id: name, members: found, ...(ports && ports.length > 0 && { ports: PortSet.of(...ports) }) };
  const message = `${name} is of type ${world.resources.get(name)?.type}, which runs nothing: name ${candidates}`;
  return { role, id, message, near: true };
}

/** The resource's full id, undefined if there is none. Throws an UnusableInput if there are several. */
function resolved(search: RoleSearch, id: string): string | undefined {
  const { world, members, groups } = search;
  if (world.resources.has(id) || members.has(id)) return id;
  const found = names(search).filter((each) => standsFor(id, each));
  if (found.length > 1) throw new UnusableInput(`'${id}' is in several ${groups}: name one of ${found.join(', ')}`);
  return found[0];
}

const names = ({ world, members }: RoleSearch): string[] => [...new Set([...world.resources.keys(), ...members.keys()])];

function unknownName(search: RoleSearch, id: string): Pick<RoleObjection, 'message' | 'near'> {
  const near = nearest(id, names(search));
  const hint = near.length > 0 ? `: did you mean ${near.join(' or ')}?` : `: name ${search.ids} of the inputs`;
  return { message: `no resource is named '${id}'${hint}`, near: near.length > 0 };
}

function marked({ members }: RoleSearch, { resource, role, fields }: MarkedResource): Role | RoleObjection {
  const { id, type } = resource;
  const found = members.get(id);
  if (!found) {
    const message = `${id} is marked as ${role === 'agent' ? 'an agent' : 'a proxy'}, but a ${type} runs nothing`;
    return { role, id, message, near: true };
  }
  const ports = [fields.ports ?? []].flat().map(portOf).filter(isPort);
  return { id, members: found, ...(ports.length > 0 && { ports: PortSet.of(...ports) }) };
}

const portOf = (port: unknown): number => (typeof port === 'number' || typeof port === 'string' ? Number(port) : Number.NaN);

const isPort = (port: number): boolean => Number.isInteger(port) && port > 0 && port < 65536;
