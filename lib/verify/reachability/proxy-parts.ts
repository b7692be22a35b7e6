import type { Forwarder } from '../model/forwarder';
import type { Role } from '../model/role';
import type { PortSet } from '../traffic/port-set';
import { type Named, ownerOf } from './owner-of';

/** A workload or forwarder that is the proxy, or a part of it. */
export interface ProxyPart {
  readonly role: Role;
  /** The TCP ports that it listens at itself; undefined: any single one. */
  readonly ports?: PortSet;
}

/**
 * The parts of all proxies, by their ids. Where a role names forwarders only, what they pass connections to is the proxy as well,
 * at the ports that its listeners lead to.
 */
export function proxyParts(roles: readonly Role[], named: Named): Map<string, ProxyPart> {
  const parts = new Map<string, ProxyPart>();
  for (const role of roles) {
    const implied = role.members.some((member) => !named.forwarders.has(member)) ? [] : impliedParts(role, named);
    for (const [id, part] of implied) parts.set(id, part);
    for (const member of role.members) parts.set(ownerOf(member, named), { role, ports: role.ports });
  }
  return parts;
}

function impliedParts(role: Role, named: Named): Map<string, ProxyPart> {
  const parts = new Map<string, ProxyPart>();
  const pending = role.members.flatMap((member) => reached(named.forwarders.get(member), role.ports));
  for (let next = pending.pop(); next; next = pending.pop()) {
    const id = ownerOf(next.to, named);
    const known = parts.get(id)?.ports;
    const ports = known && next.ports ? known.union(next.ports) : (known ?? next.ports);
    if (parts.has(id) && (known === ports || (known && ports && known.equals(ports)))) continue;
    parts.set(id, { role, ports });
    pending.push(...reached(named.forwarders.get(id), ports));
  }
  return parts;
}

/** Where a forwarder passes what comes in at some of its ports, or at any. */
function reached(forwarder: Forwarder | undefined, ports: PortSet | undefined): { to: string; ports?: PortSet }[] {
  const listeners = (forwarder?.listeners ?? []).filter(({ services }) => !ports || services.tcpPorts().overlaps(ports));
  return listeners.flatMap(({ targets }) => targets.map((target) => ({ to: target.to, ports: ports && target.ports })));
}
