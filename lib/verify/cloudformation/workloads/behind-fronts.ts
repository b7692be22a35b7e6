import type { Forwarder } from '../../model/forwarder';
import type { Interface } from '../../model/interface';

/** The members of roles and everything that the load balancers and endpoints among them lead to, by id. */
export function behindFronts(
  members: readonly string[],
  fronts: readonly Forwarder[],
  interfaces: readonly Interface[],
): ReadonlySet<string> {
  const byId = new Map(fronts.map((front) => [front.id, front]));
  const owners = new Map(interfaces.map(({ id, owner }) => [id, owner]));
  const found = new Set(members);
  for (const id of found) {
    const targets = byId.get(id)?.listeners.flatMap((listener) => listener.targets) ?? [];
    for (const { to } of targets) found.add(owners.get(to) ?? to);
  }
  return found;
}
