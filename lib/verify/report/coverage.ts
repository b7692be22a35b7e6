import type { Coverage, TypeCount } from '../model/network-model';

/** The coverage of several systems together, sorted by type. */
export function mergedCoverage(all: readonly Coverage[]): Coverage {
  const sum = (counts: readonly TypeCount[]): TypeCount[] => {
    const byType = new Map<string, number>();
    for (const { type, count } of counts) byType.set(type, (byType.get(type) ?? 0) + count);
    return [...byType].sort(([one], [other]) => (one < other ? -1 : 1)).map(([type, count]) => ({ type, count }));
  };
  return {
    modelled: sum(all.flatMap(({ modelled }) => modelled)),
    inert: sum(all.flatMap(({ inert }) => inert)),
    unmodelled: sum(all.flatMap(({ unmodelled }) => unmodelled)),
  };
}
