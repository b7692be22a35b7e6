import type { Workload } from '../model/workload';
import type { Doubt } from '../world/doubt';
import type { Hop } from '../world/hop';
import type { Arrival } from './arrival';
import type { NetworkMap } from './network-map';

/** Storage that an agent can use, or a host that it reaches, and so can something that isn't an agent. */
export interface SharedStorage {
  readonly agent: string;
  /** The other workload's id. */
  readonly other: string;
  readonly withProxy: boolean;
  readonly path: readonly Hop[];
  /** Empty: it is certain. */
  readonly doubts: readonly Doubt[];
}

interface User {
  readonly workload: Workload;
  readonly path: readonly Hop[];
  readonly doubts: readonly Doubt[];
}

/** Storage that agents share with proxies and other workloads. What the latter can reach by it is among the arrivals already. */
export function sharedStorage(map: NetworkMap, arrivals: ReadonlyMap<string, readonly Arrival[]>): SharedStorage[] {
  const users = usersOf(map);
  return map.model.agents.flatMap(({ id, members }) => {
    const own = members.flatMap((member): User[] => userOf(map, member, [], []));
    const reached = (arrivals.get(id) ?? []).filter(({ kind }) => kind === 'host');
    const relays = reached.flatMap((host) =>
      [host.destination, ...(host.alike ?? [])].flatMap((other) => userOf(map, other, host.path, host.doubts)),
    );
    return firstOfEach(
      [...own, ...relays.filter(({ workload }) => !map.agents.has(workload.id))].flatMap((user) =>
        sharedBy(map, users, id, user),
      ),
    );
  });
}

function usersOf({ model }: NetworkMap): Map<string, Workload[]> {
  const users = new Map<string, Workload[]>();
  for (const workload of model.workloads) {
    for (const { key } of workload.storage) users.set(key, [...(users.get(key) ?? []), workload]);
  }
  return users;
}

function userOf(map: NetworkMap, id: string, path: readonly Hop[], doubts: readonly Doubt[]): User[] {
  const workload = map.workloads.get(id);
  return workload ? [{ workload, path, doubts }] : [];
}

function sharedBy(map: NetworkMap, users: ReadonlyMap<string, readonly Workload[]>, agent: string, user: User): SharedStorage[] {
  return user.workload.storage.flatMap((own) =>
    (users.get(own.key) ?? [])
      .filter(({ id }) => id !== user.workload.id && !map.agents.has(id))
      .map((other) => {
        const theirs = other.storage.find(({ key }) => key === own.key);
        const hops = [own.hop, ...(theirs ? [theirs.hop] : [])];
        const doubts = [...user.doubts, own.doubt, theirs?.doubt, other.doubt].filter((doubt) => doubt !== undefined);
        return { agent, other: other.id, withProxy: map.proxies.has(other.id), path: [...user.path, ...hops], doubts };
      }),
  );
}

/** One entry for each other workload: a certain one if there is one, then the shortest. */
function firstOfEach(all: readonly SharedStorage[]): SharedStorage[] {
  const first = new Map<string, SharedStorage>();
  for (const each of all.toSorted(
    (a, b) => Math.min(a.doubts.length, 1) - Math.min(b.doubts.length, 1) || a.path.length - b.path.length,
  )) {
    if (!first.has(each.other)) first.set(each.other, each);
  }
  return [...first.values()].toSorted((a, b) => (a.other < b.other ? -1 : 1));
}
