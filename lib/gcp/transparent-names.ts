import type { IConstruct } from 'constructs';
import type { EgressPolicy } from '../policy/egress-policy';
import { warn } from './warning';

/**
 * Names that lead to a door, so that clients which know nothing of a proxy come there: those of tunnels and intercepts, which are asked for at
 * port 443. Gateways are reached by their URLs only. Warns of each name that it leaves out.
 */
export function transparentNames(scope: IConstruct, { destinations }: EgressPolicy): readonly string[] {
  const open = destinations.filter(({ access, ports }) => access !== 'gateway' && ports.includes(443));
  const hosts = [...new Set(open.flatMap(({ hosts }) => hosts.map(({ text }) => text)))].sort();
  for (const host of hosts.filter(isWildcard)) warn(scope, `'${host}' isn't answered: ${wildcard}`);
  return hosts.filter((host) => !isWildcard(host));
}

const isWildcard = (host: string): boolean => host.startsWith('*.');

const wildcard = 'a wildcard would also answer the names of others; list names, or have clients use the proxy variables';
