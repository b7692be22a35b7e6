import type { NetworkModel } from '../model/network-model';
import { UnusableInput } from '../unusable-input';
import { type RoleObjection, standsFor } from './role-objection';

/** Nothing is named or marked as an agent, or nothing as a proxy, so that there is nothing to prove. */
export class NothingMarked extends UnusableInput {
  constructor(
    readonly role: 'agent' | 'proxy',
    message: string,
  ) {
    super(message);
  }
}

/** What is remembered of a world's model about its roles. */
export type RolesOfWorld = Pick<NetworkModel, 'agents' | 'proxies' | 'objections'>;

/** Throws an UnusableInput if something that was asked for is in none of the worlds, or if none has an agent, or a proxy. */
export function refuseMissingRoles(worlds: readonly RolesOfWorld[]): void {
  for (const role of ['agent', 'proxy'] as const) {
    const ids = new Set(worlds.flatMap(({ agents, proxies }) => (role === 'agent' ? agents : proxies).map(({ id }) => id)));
    const objections = worlds.flatMap((world) => world.objections ?? []).filter((each) => each.role === role);
    refuseNamed(objections, [...ids]);
    if (ids.size === 0) throw new NothingMarked(role, objections[0]?.message ?? `no ${role} found`);
  }
}

function refuseNamed(objections: readonly RoleObjection[], ids: readonly string[]): void {
  const missing = objections.filter(({ id }) => id !== undefined && !ids.some((each) => standsFor(id, each)));
  const worst = missing.filter(({ id }) => id === missing[0]?.id);
  const told = worst.find(({ near }) => near) ?? worst[0];
  if (told) throw new UnusableInput(told.message);
}
