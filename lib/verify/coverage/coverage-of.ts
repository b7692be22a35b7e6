import type { Coverage, TypeCount } from '../model/network-model';
import type { Resource } from '../world/world';
import type { TreatmentOf } from './treatment';

/** How many resources of each type were read, passed over as harmless, or not understood. */
export function coverageOf(resources: Iterable<Resource>, treatmentOf: TreatmentOf): Coverage {
  const counts = new Map<string, number>();
  for (const { type } of resources) counts.set(type, (counts.get(type) ?? 0) + 1);
  const all = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]): TypeCount => ({ type, count }));
  const treated = (kind: string) => all.filter(({ type }) => treatmentOf(type).kind === kind);
  return { modelled: treated('modelled'), inert: treated('inert'), unmodelled: treated('unmodelled') };
}
