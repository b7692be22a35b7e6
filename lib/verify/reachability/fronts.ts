import type { Forwarder } from '../model/forwarder';
import type { NetworkMap } from './network-map';
import { ownerOf } from './owner-of';

/** The forwarders that lead to a proxy, by themselves or by others, in the order of the model. */
export function fronts(map: NetworkMap): Forwarder[] {
  const leading = new Set(map.proxies.keys());
  const sources = sourcesByTarget(map);
  const pending = [...leading];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const source of sources.get(next) ?? []) {
      if (leading.has(source)) continue;
      leading.add(source);
      pending.push(source);
    }
  }
  return map.model.forwarders.filter(({ id }) => leading.has(id));
}

function sourcesByTarget(map: NetworkMap): Map<string, string[]> {
  const sources = new Map<string, string[]>();
  for (const { id, listeners } of map.model.forwarders) {
    for (const target of new Set(listeners.flatMap(({ targets }) => targets.map(({ to }) => ownerOf(to, map))))) {
      sources.set(target, [...(sources.get(target) ?? []), id]);
    }
  }
  return sources;
}
