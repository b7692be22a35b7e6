import type { Interface } from '../model/interface';
import { AddressSet } from '../traffic/address-set';
import { PortSet } from '../traffic/port-set';
import { ServiceSet } from '../traffic/service-set';
import { TrafficSet } from '../traffic/traffic-set';
import type { Arrival } from './arrival';
import { admitted, families, familyAddresses } from './contact';
import { fronts } from './fronts';
import type { Intrusion } from './intrusion';
import { knocks } from './knock';
import type { Source } from './landing';
import { traceWay } from './leg-trace';
import { counts, type Mode } from './mode';
import type { NetworkMap } from './network-map';
import { type Outsider, outsidersAt, outsidersBy } from './outsiders';
import { type Parties, type Party, type Station, stationsOf } from './party';
import type { Reading } from './reading';
import { sourceOf } from './sending';
import { unsure } from './trace';
import { sourceBeyond } from './walk';
import { given } from './way';

/** Everyone who isn't an agent and can open a connection to a proxy's listener ports, by proxy, kind and name. */
export function intrusions(map: NetworkMap, parties: Parties, arrivals: readonly Arrival[]): Intrusion[] {
  const listening = listenersOf(map, arrivals);
  const certain = openedIn({ map, parties, mode: 'certain' }, listening);
  const sure = new Map<string, ServiceSet>();
  for (const each of certain) sure.set(keyOf(each), servicesOf(each).union(sure.get(keyOf(each)) ?? ServiceSet.none));
  const possible = openedIn({ map, parties, mode: 'possible' }, listening);
  return merged([
    ...certain.flatMap((each) => intrusion(map, each, servicesOf(each), 'certain')),
    ...possible.flatMap((each) =>
      intrusion(map, each, servicesOf(each).subtract(sure.get(keyOf(each)) ?? ServiceSet.none), 'possible'),
    ),
  ]);
}

/** What each part of a proxy listens to: what it states, else what agents reach of it, else what its definition says, else any TCP port but SSH. */
function listenersOf(map: NetworkMap, arrivals: readonly Arrival[]): Map<string, ServiceSet> {
  const reached = new Map<string, ServiceSet>();
  for (const { kind, destination, services } of arrivals) {
    if (kind === 'proxy') reached.set(destination, services.union(reached.get(destination) ?? ServiceSet.none));
  }
  const anyPort = PortSet.all.subtract(PortSet.of(22));
  return new Map(
    [...map.proxies].map(([id, { ports }]) => {
      const stated = ports && ServiceSet.tcp(ports);
      return [id, stated ?? reached.get(id) ?? ServiceSet.tcp(map.workloads.get(id)?.listens ?? anyPort)];
    }),
  );
}

/** All connections from others that come to what proxies listen to. */
function openedIn(reading: Reading, listening: ReadonlyMap<string, ServiceSet>): Outsider[] {
  const { map, parties, mode } = reading;
  const doors = [...new Set([...map.proxies.keys(), ...fronts(map).map(({ id }) => id)])].flatMap(
    (id) => parties.of.get(id) ?? [],
  );
  const stations = doors.flatMap(stationsOf).filter(({ at }) => counts(at, mode));
  const shared = stations.map((station) => ({
    station,
    natted: natSources(map).some((source) => lets(reading, station, source, undefined)),
  }));
  const found = [
    ...parties.all.filter(({ kind }) => kind === 'host').flatMap((party) => byHost(reading, party, shared)),
    ...stations.flatMap((station) => outsidersAt(reading, station)),
    ...fronts(map).flatMap((forwarder) => outsidersBy(reading, forwarder)),
  ];
  return found.flatMap((each) => limitedTo(each, listening.get(each.member) ?? ServiceSet.none));
}

/** The sources that NAT gateways give to packets. */
function natSources(map: NetworkMap): Source[] {
  const none: Source = { key: '', addresses: AddressSet.none, groups: [] };
  const hops = map.model.routers.flatMap(({ routes }) =>
    routes.flatMap(({ target }) => (target.kind === 'router' ? [target] : [])),
  );
  const sources = hops.map((target) => sourceBeyond(map, none, target)).filter((source) => source !== none);
  return [...new Map(sources.map((source) => [source.key, source])).values()];
}

const lets = ({ map, mode }: Reading, { at }: Station, source: Source, subnet: string | undefined): boolean =>
  !admitted(map, at, source, subnet, mode).onto(source.addresses).isEmpty();

/** Most hosts are kept out by the proxy's own firewalls: only of the others it is asked whether their packets get there. */
function byHost(reading: Reading, party: Party, doors: readonly { station: Station; natted: boolean }[]): Outsider[] {
  if (party.workload && !counts(party.workload, reading.mode)) return [];
  return party.interfaces.filter((at) => counts(at, reading.mode)).flatMap((at) => byInterface(reading, party, at, doors));
}

function byInterface(
  reading: Reading,
  party: Party,
  at: Interface,
  doors: readonly { station: Station; natted: boolean }[],
): Outsider[] {
  const open = doors.filter(({ station, natted }) => natted || lets(reading, station, sourceOf(at), at.subnet));
  const stations = open.map(({ station }) => station);
  const before = party.workload?.doubt && given(undefined, { doubts: [party.workload.doubt] });
  return knocks(reading, at, stations, before).map((knock) => ({ ...knock, kind: 'workload', who: party.id }));
}

const limitedTo = (each: Outsider, listening: ServiceSet): Outsider[] => {
  const contact = { 4: each.contact[4].intersect(listening), 6: each.contact[6].intersect(listening) };
  return families.every((family) => contact[family].isEmpty()) ? [] : [{ ...each, contact }];
};

const keyOf = ({ member, kind, who }: Outsider): string => [member, kind, who].join('\n');

const servicesOf = ({ contact }: Outsider): ServiceSet => contact[4].union(contact[6]);

function intrusion(
  map: NetworkMap,
  { member, kind, who, contact, way }: Outsider,
  services: ServiceSet,
  mode: Mode,
): Intrusion[] {
  if (services.isEmpty()) return [];
  const family = contact[4].intersect(services).isEmpty() ? 6 : 4;
  const { hops, doubts } = traceWay(map, way, { family, traffic: TrafficSet.of(familyAddresses[family], services) });
  return [
    {
      proxy: map.proxies.get(member)?.role.id ?? member,
      kind,
      who,
      services,
      path: hops,
      doubts: mode === 'certain' ? [] : unsure(doubts),
    },
  ];
}

/** One entry for each proxy and intruder: what is certain first, then the shortest path. */
function merged(all: readonly Intrusion[]): Intrusion[] {
  const first = new Map<string, Intrusion>();
  const ranked = all.toSorted(
    (a, b) => Math.min(a.doubts.length, 1) - Math.min(b.doubts.length, 1) || a.path.length - b.path.length,
  );
  for (const each of ranked) {
    const key = [each.proxy, each.kind, each.who, each.doubts.length > 0].join('\n');
    const known = first.get(key);
    first.set(key, known ? { ...known, services: known.services.union(each.services) } : each);
  }
  return [...first].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}
