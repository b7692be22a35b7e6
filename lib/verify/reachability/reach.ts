import type { NetworkModel } from '../model/network-model';
import type { Role } from '../model/role';
import { TrafficSet } from '../traffic/traffic-set';
import type { Arrival } from './arrival';
import { arrivalsOf, doorsOf } from './arrival-of';
import { type Find, findKey } from './find';
import { intrusions } from './inbound';
import type { Intrusion } from './intrusion';
import { type NetworkMap, networkMap } from './network-map';
import { type Parties, partiesOf } from './party';
import { search } from './search';
import { type SharedStorage, sharedStorage } from './shared-storage';

/** Who reaches what in a model. */
export interface Reach {
  /** By agent id: by kind and destination, what is certain first, then the shortest path. */
  readonly arrivals: ReadonlyMap<string, readonly Arrival[]>;
  readonly intrusions: readonly Intrusion[];
  readonly shared: readonly SharedStorage[];
}

/** Finds everything that agents can reach, and everyone else who can reach their proxies. */
export function reach(model: NetworkModel): Reach {
  const map = networkMap(model);
  const parties = partiesOf(map);
  const arrivals = new Map(model.agents.map((role) => [role.id, reachOf(map, parties, role)]));
  const all = [...arrivals.values()].flat();
  return { arrivals, intrusions: intrusions(map, parties, all), shared: sharedStorage(map, arrivals) };
}

function reachOf(map: NetworkMap, parties: Parties, role: Role): Arrival[] {
  const certain = search({ map, parties, mode: 'certain' }, role);
  const sure = sums(certain);
  const doubtful = search({ map, parties, mode: 'possible' }, role).flatMap((find) => beyond(find, sure));
  const doors = doorsOf(map, certain, doubtful);
  return sorted([
    ...certain.flatMap((find) => arrivalsOf(map, doors, 'certain', find)),
    ...doubtful.flatMap((find) => arrivalsOf(map, doors, 'possible', find)),
  ]);
}

const sorted = (arrivals: readonly Arrival[]): Arrival[] =>
  arrivals.toSorted(
    (a, b) =>
      compareText(a.kind, b.kind) ||
      compareText(a.destination, b.destination) ||
      a.family - b.family ||
      a.doubts.length - b.doubts.length ||
      a.path.length - b.path.length,
  );

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function sums(finds: readonly Find[]): Map<string, TrafficSet> {
  const result = new Map<string, TrafficSet>();
  for (const find of finds) result.set(findKey(find), find.traffic.union(result.get(findKey(find)) ?? TrafficSet.none));
  return result;
}

/** What of a possible find isn't certain. */
function beyond(find: Find, sure: ReadonlyMap<string, TrafficSet>): Find[] {
  const traffic = find.traffic.subtract(sure.get(findKey(find)) ?? TrafficSet.none);
  return traffic.isEmpty() ? [] : [{ ...find, traffic }];
}
