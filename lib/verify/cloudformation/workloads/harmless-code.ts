import type { Interface } from '../../model/interface';
import type { Workload } from '../../model/workload';
import type { ResourceIndex } from '../resource-index';

/** Functions that carry nothing out for whoever calls them: they stand where the agents stand, and in no other network. */
export function harmlessCode(
  index: ResourceIndex,
  hosts: readonly Workload[],
  interfaces: readonly Interface[],
  agents: readonly Workload[],
): ReadonlySet<string> {
  const networks = new Map<string, Set<string>>();
  for (const { owner, subnet } of interfaces) {
    const network = index.keyOf(index.get(subnet)?.properties.VpcId) ?? `network of ${subnet}`;
    networks.set(owner, (networks.get(owner) ?? new Set()).add(network));
  }
  const sealed = new Set(agents.flatMap(({ id }) => [...(networks.get(id) ?? [])]));
  const isSealed = ({ id, outside, credentials }: Workload): boolean =>
    !outside &&
    credentials.length === 0 &&
    (networks.get(id)?.size ?? 0) > 0 &&
    [...(networks.get(id) ?? [])].every((network) => sealed.has(network));
  return new Set(hosts.filter(isSealed).map(({ id }) => id));
}
