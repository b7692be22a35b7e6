import type { Interface } from '../model/interface';
import type { Workload } from '../model/workload';
import { AddressSet } from '../traffic/address-set';
import { likeness } from './likeness';
import type { NetworkMap } from './network-map';
import { sourceOf } from './sending';

/** Something that stands at interfaces, together with whatever is like it in everything that reach depends on. */
export interface Party {
  readonly kind: 'agent' | 'proxy' | 'endpoint' | 'forwarder' | 'host';
  /** The id of the first of those that are alike. */
  readonly id: string;
  /** The ids of the others. */
  readonly alike: string[];
  readonly interfaces: readonly Interface[];
  readonly workload?: Workload;
}

/** An interface of a party. */
export interface Station {
  readonly party: Party;
  readonly at: Interface;
}

export interface Parties {
  readonly all: readonly Party[];
  /** By the id of each owner. */
  readonly of: ReadonlyMap<string, Party>;
  /** By subnet. */
  readonly stations: ReadonlyMap<string, readonly Station[]>;
  /** The subnets in which any stand, by network, with every address that these may have. */
  readonly subnets: ReadonlyMap<string, readonly { readonly id: string; readonly addresses: AddressSet }[]>;
  /** By the groups that they are in. */
  readonly members: ReadonlyMap<string, readonly Station[]>;
  /** By the key of the storage that they use. */
  readonly sharing: ReadonlyMap<string, readonly Party[]>;
}

/** The parties of a model. Hosts that are alike are one, so that a thousand of them cost what one costs. */
export function partiesOf(map: NetworkMap): Parties {
  const alike = new Map<string, Party>();
  const of = new Map<string, Party>();
  const { workloads, forwarders } = map.model;
  for (const id of new Set([...map.interfacesOf.keys(), ...[...workloads, ...forwarders].map((each) => each.id)])) {
    const party = partyOf(id, map);
    const key = classOf(party, map);
    const first = alike.get(key);
    if (first) first.alike.push(id);
    else alike.set(key, party);
    of.set(id, first ?? party);
  }
  const all = [...alike.values()];
  const stations = all.flatMap(stationsOf);
  const bySubnet = collected(stations, ({ at }) => [at.subnet]);
  const subnets = [...bySubnet].map(([id, present]) => ({ id, addresses: AddressSet.union(distinctAddresses(present)) }));
  return {
    all,
    of,
    stations: bySubnet,
    subnets: collected(subnets, ({ id }) => [map.subnets.get(id)?.network ?? '']),
    members: collected(stations, ({ at }) => at.groups),
    sharing: collected(all, ({ workload }) => (workload?.storage ?? []).map(({ key }) => key)),
  };
}

/** Where packets can come in at a party. */
export const stationsOf = (party: Party): Station[] =>
  party.interfaces.filter(({ unaddressed }) => !unaddressed).map((at) => ({ party, at }));

/** A station that has no address known may have any. */
const distinctAddresses = (stations: readonly Station[]): AddressSet[] => [
  ...new Set(stations.map(({ at }) => sourceOf(at).addresses)),
];

function partyOf(id: string, map: NetworkMap): Party {
  return { kind: kindOf(id, map), id, alike: [], interfaces: map.interfacesOf.get(id) ?? [], workload: map.workloads.get(id) };
}

function kindOf(id: string, map: NetworkMap): Party['kind'] {
  if (map.agents.has(id)) return 'agent';
  if (map.proxies.has(id)) return 'proxy';
  if (map.endpoints.has(id)) return 'endpoint';
  return map.forwarders.has(id) ? 'forwarder' : 'host';
}

function classOf({ kind, id, interfaces, workload }: Party, { askedGroups }: NetworkMap): string {
  const plain = kind === 'host' && workload && !workload.doubt && !workload.outside && workload.storage.length === 0;
  return plain && interfaces.length > 0
    ? interfaces
        .map((at) => likeness(at, askedGroups))
        .toSorted()
        .join('\n\n')
    : id;
}

/** By each of their keys. */
function collected<T>(all: readonly T[], keys: (each: T) => readonly string[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const each of all) {
    for (const key of new Set(keys(each))) {
      const present = found.get(key);
      if (present) present.push(each);
      else found.set(key, [each]);
    }
  }
  return found;
}
