import type { ServiceEndpoint } from '../model/service-endpoint';
import { ServiceSet } from '../traffic/service-set';
import type { TrafficSet } from '../traffic/traffic-set';
import type { Doubt } from '../world/doubt';
import type { Hop } from '../world/hop';
import type { Arrival, ArrivalKind } from './arrival';
import type { Find, Found } from './find';
import { traceWay } from './leg-trace';
import type { Mode } from './mode';
import type { NetworkMap } from './network-map';
import { doorOf } from './proxy-ports';
import { unsure } from './trace';

/** The services that are the own door of each part of a proxy, by the part's id. */
export type Doors = ReadonlyMap<string, ServiceSet>;

type Of<K extends Found['kind']> = Extract<Found, { kind: K }>;

/** The doors of all proxies that were found, as far as they state no ports: by what is reached of them at all. */
export function doorsOf(map: NetworkMap, certain: readonly Find[], possible: readonly Find[]): Doors {
  const [sure, perhaps] = [certain, possible].map(reachedOfProxies) as [Map<string, ServiceSet>, Map<string, ServiceSet>];
  const none = ServiceSet.none;
  return new Map(
    [...map.proxies].map(([id, part]) => [id, doorOf(part, sure.get(part.role.id) ?? none, perhaps.get(part.role.id) ?? none)]),
  );
}

function reachedOfProxies(finds: readonly Find[]): Map<string, ServiceSet> {
  const reached = new Map<string, ServiceSet>();
  for (const { found, traffic } of finds) {
    if (found.kind !== 'proxy') continue;
    reached.set(found.proxy, traffic.services().union(reached.get(found.proxy) ?? ServiceSet.none));
  }
  return reached;
}

/** What a find means, with its path; a proxy may be reached at its door and beside it. */
export function arrivalsOf(map: NetworkMap, doors: Doors, mode: Mode, find: Find): Arrival[] {
  if (find.found.kind !== 'proxy') return [arrival(map, mode, find, meaning(map, find))];
  const { member, direct } = find.found;
  const door = doors.get(member) ?? ServiceSet.none;
  const parts: [ArrivalKind, TrafficSet][] = [
    ['proxy', find.traffic.using(door)],
    ['proxy-other-port', find.traffic.using(ServiceSet.all.subtract(door))],
  ];
  return parts
    .filter(([, traffic]) => !traffic.isEmpty())
    .map(([kind, traffic]) => arrival(map, mode, { ...find, traffic }, { kind, destination: member, ...(direct && { direct }) }));
}

type Meaning = Pick<Arrival, 'kind' | 'alike' | 'direct'> & {
  /** Undefined: what the path ends with. */
  readonly destination?: string;
  readonly doubts?: readonly Doubt[];
  readonly hops?: readonly Hop[];
  readonly addressed?: boolean;
};

function meaning(map: NetworkMap, { found }: Find): Meaning {
  switch (found.kind) {
    case 'endpoint':
      return endpointMeaning(map.endpoints.get(found.endpoint), found);
    case 'internet':
      return { kind: 'internet', addressed: true };
    case 'outside':
      return { kind: 'outside', destination: found.what, addressed: true };
    case 'host':
      return { kind: 'host', destination: found.host, alike: found.alike };
    default:
      return unknownMeaning(found as Of<'unknown'>);
  }
}

const unknownMeaning = ({ doubt }: Of<'unknown'>): Meaning => ({
  kind: 'unknown',
  destination: doubt.place?.resource ?? doubt.reason,
  doubts: [doubt],
  addressed: true,
});

function endpointMeaning(endpoint: ServiceEndpoint | undefined, { endpoint: id }: Of<'endpoint'>): Meaning {
  const { verdict, reasons, doubt } = endpoint?.confinement ?? { verdict: 'unknown', reasons: [], doubt: undefined };
  if (verdict === 'confined' && !doubt) return { kind: 'confined', destination: id };
  if (verdict === 'open' && !doubt) return { kind: 'open-endpoint', destination: id, hops: reasons };
  const why = doubt ?? { reason: `what can be done through '${id}' isn't known`, place: endpoint?.place };
  return { kind: 'unknown-endpoint', destination: id, hops: reasons, doubts: [why] };
}

function arrival(
  map: NetworkMap,
  mode: Mode,
  { family, traffic, way }: Find,
  { destination, doubts = [], hops = [], ...rest }: Meaning,
): Arrival {
  const trace = traceWay(map, way, { family, traffic });
  const path = [...trace.hops, ...hops];
  const all = [...doubts, ...(mode === 'certain' ? [] : trace.doubts)];
  const { kind, alike, direct, addressed } = rest;
  return {
    kind,
    destination: destination ?? path.at(-1)?.resource ?? kind,
    services: traffic.services(),
    family: family ?? 4,
    ...(addressed && { addresses: traffic.addresses(), cells: traffic.cells() }),
    ...(direct && { direct }),
    ...(alike && { alike: alike.toSorted() }),
    path,
    doubts: mode === 'certain' ? all : unsure(all),
  };
}
