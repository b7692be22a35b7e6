import { AddressSet } from '../traffic/address-set';
import type { TrafficSet } from '../traffic/traffic-set';
import { admitted, type Contact, contactOf, isKeptOut, isNoContact } from './contact';
import { mentionedGroups } from './firewall-verdict';
import type { Goal, Landing, Source } from './landing';
import type { Station } from './party';
import type { Reading } from './reading';
import { departing, isStillOf, type Sender, sourceOf } from './sending';
import { walk } from './walk';

export interface Direct {
  readonly kind: 'direct';
}

/** Packets of an interface that come in at another one. */
export interface Touch {
  readonly station: Station;
  readonly contact: Contact;
  readonly source: Source;
  /** How they come there; directly within a subnet. */
  readonly by: Goal | Direct;
  /** By destination address, before the target's own firewalls. */
  readonly traffic: TrafficSet;
  /** By source address: what these let in. */
  readonly entering: TrafficSet;
  /** Of the counterpart that the packets are for; an appliance on their way isn't it. */
  readonly groups: readonly string[];
}

/** Packets that a route hands to an interface. */
export type Diverted = Landing<Extract<Goal, { kind: 'interface' }>>;

/** Where the packets of one interface go, each question answered once. */
export interface Sent {
  /** What lands for a counterpart of some groups. */
  readonly landings: (groups: readonly string[]) => readonly Landing[];
  /** What comes in at a station, a touch for each way. */
  readonly touches: (station: Station) => readonly Touch[];
  /** What comes in at an interface that routes lead to. */
  readonly diverted: (landing: Diverted, station: Station, groups: readonly string[]) => readonly Touch[];
  /** The addresses in a network to which packets come whatever the groups there. */
  readonly addresses: (network: string) => AddressSet;
  /** The groups that a firewall on the way may name. */
  readonly named: ReadonlySet<string>;
}

/** Asks where a sender's packets go. */
export function sentBy(reading: Reading, sender: Sender): Sent {
  const { map, mode } = reading;
  const named = namedGroups(reading, sender);
  const own = map.subnets.get(sender.subnet)?.network ?? '';
  const relevant = (groups: readonly string[]): readonly string[] => {
    const found = named.size > 0 ? groups.filter((group) => named.has(group)) : [];
    return found.length > 1 ? found.toSorted() : found;
  };
  const landings = perGroups(relevant, (groups) => walk({ map, mode, sender, groups }));
  const byNetwork = perGroups(relevant, (groups) => networkLandings(landings(groups)));
  const direct = perGroups(relevant, (groups) => reckoned({ kind: 'direct' }, departing(sender, groups, mode)));
  const ways = ({ at }: Station): readonly Reckoned[] =>
    at.subnet === sender.subnet
      ? [direct(at.groups)]
      : (byNetwork(at.groups).get(map.subnets.get(at.subnet)?.network ?? '') ?? []);
  return {
    landings,
    addresses: (network) =>
      AddressSet.union(
        [...(byNetwork([]).get(network) ?? []), ...(network === own ? [direct([])] : [])].map((each) => each.addresses),
      ),
    named,
    touches: (station) => touched(reading, sender, station, ways(station)),
    diverted: ({ goal, traffic }, station, groups) => met(reading, sender, station, goal, traffic, groups),
  };
}

function namedGroups({ map }: Reading, sender: Sender): ReadonlySet<string> {
  const firewalls = [...sender.egress, ...(map.subnets.get(sender.subnet)?.egress ?? [])];
  return new Set([...map.routedGroups, ...firewalls.flatMap((firewall) => [...mentionedGroups(firewall)])]);
}

function perGroups<T>(relevant: (groups: readonly string[]) => readonly string[], make: (groups: readonly string[]) => T) {
  const known = new Map<string, T>();
  return (groups: readonly string[]): T => {
    const asked = groups.length > 0 ? relevant(groups) : groups;
    const key = asked.length > 0 ? asked.join('\n') : '';
    const result = known.get(key) ?? make(asked);
    known.set(key, result);
    return result;
  };
}

/** Traffic with its addresses, so that most targets are ruled out by one comparison. */
interface Reckoned {
  readonly by: Goal | Direct;
  readonly traffic: TrafficSet;
  readonly addresses: AddressSet;
}

const reckoned = (by: Reckoned['by'], traffic: TrafficSet): Reckoned => ({ by, traffic, addresses: traffic.addresses() });

function networkLandings(landings: readonly Landing[]): Map<string, Reckoned[]> {
  const found = new Map<string, Reckoned[]>();
  for (const { goal, traffic } of landings) {
    if (goal.kind !== 'network') continue;
    found.set(goal.network, [...(found.get(goal.network) ?? []), reckoned(goal, traffic)]);
  }
  return found;
}

function touched(reading: Reading, sender: Sender, station: Station, ways: readonly Reckoned[]): Touch[] {
  const { addresses } = sourceOf(station.at);
  return ways
    .filter((way) => way.addresses.overlaps(addresses) && !isKeptOut(station.at, sourceBy(way.by, sender), reading.mode))
    .flatMap((way) => met(reading, sender, station, way.by, way.traffic.onto(addresses), station.at.groups));
}

const sourceBy = (by: Reckoned['by'], sender: Sender): Source => ('source' in by ? by.source : sourceOf(sender));

function met(
  { map, mode }: Reading,
  sender: Sender,
  station: Station,
  by: Reckoned['by'],
  traffic: TrafficSet,
  groups: readonly string[],
): Touch[] {
  const source = sourceBy(by, sender);
  const entering = admitted(map, station.at, source, isStillOf(source, sender) ? sender.subnet : undefined, mode);
  const contact = contactOf(traffic, entering, source);
  return isNoContact(contact) ? [] : [{ station, contact, source, by, traffic, entering, groups }];
}
