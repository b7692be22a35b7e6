import type { Interface } from '../model/interface';
import { AddressSet } from '../traffic/address-set';
import type { TrafficSet } from '../traffic/traffic-set';
import type { Doubt } from '../world/doubt';
import { byFamily, type Contact, contactOf, isNoContact } from './contact';
import type { Found } from './find';
import type { Origin } from './forwarding';
import type { Landing } from './landing';
import { counts } from './mode';
import { ownerOf } from './owner-of';
import type { Party, Station } from './party';
import type { Reading } from './reading';
import { departing, type Sender } from './sending';
import { type Diverted, type Sent, sentBy, type Touch } from './sent';
import { given, type Leg, type Way } from './way';

/** What becomes of an interface's packets. */
export type Emitted =
  | { readonly kind: 'found'; readonly found: Found; readonly traffic: TrafficSet; readonly way: Way }
  | { readonly kind: 'served'; readonly endpoint: string; readonly contact: Contact; readonly way: Way }
  /** They are lost sight of. */
  | { readonly kind: 'lost'; readonly doubt: Doubt; readonly way: Way }
  | { readonly kind: 'arrived'; readonly arrival: Arrived };

/** A contact with a party of the model. */
export interface Arrived {
  readonly party: Party;
  readonly contact: Contact;
  readonly way: Way;
  readonly origin: Origin;
  /** Whether it takes packets for others as well. */
  readonly whole: boolean;
  /** Whether some of the packets are for none of its own addresses, so that it passes them on. @default false */
  readonly beyond?: boolean;
}

/** Who sends: an interface, and how it was reached itself. */
export interface Emitter {
  readonly reading: Reading;
  readonly at: Interface;
  /** How its packets are sent. @default - as its own */
  readonly sender?: Sender;
  readonly before?: Way;
  /** Stations worth a look; asked again for each, as the answer changes while a search goes on. */
  readonly wanted: (station: Station) => boolean;
  readonly stationsIn: (subnet: string) => readonly Station[];
}

/** Everything that becomes of an interface's packets. */
export function* emitted(emitter: Emitter): Generator<Emitted> {
  const sent = sentBy(emitter.reading, senderOf(emitter));
  for (const landing of sent.landings([])) yield* landed(emitter, sent, landing, []);
  yield* atEndpoints(emitter, sent);
  yield* hidden(emitter, sent);
  yield* atStations(emitter, sent);
}

const senderOf = ({ at, sender }: Emitter): Sender => sender ?? at;

const leaving = (emitter: Emitter, { goal, traffic }: Landing, groups: readonly string[]): Way => ({
  before: emitter.before,
  leg: { kind: 'leave', sender: senderOf(emitter), goal, groups, traffic },
});

function* landed(emitter: Emitter, sent: Sent, landing: Landing, groups: readonly string[]): Generator<Emitted> {
  const { goal, traffic } = landing;
  const way = leaving(emitter, landing, groups);
  if (goal.kind === 'internet') yield { kind: 'found', found: { kind: 'internet' }, traffic, way };
  if (goal.kind === 'outside' || goal.kind === 'unknown') yield { kind: 'found', found: goal, traffic, way };
  if (goal.kind === 'interface') yield* diverted(emitter, sent, { goal, traffic }, groups);
  if (goal.kind !== 'service') return;
  const { endpoint } = goal;
  if (emitter.reading.map.endpoints.has(endpoint)) yield { kind: 'served', endpoint, contact: byFamily(traffic), way };
  else yield { kind: 'lost', doubt: { reason: `endpoint '${endpoint}' isn't in the inputs` }, way };
}

/** Endpoints that routes lead to and that rules name by a group. */
function* atEndpoints(emitter: Emitter, sent: Sent): Generator<Emitted> {
  for (const { id, groups = [] } of emitter.reading.map.groupedEndpoints) {
    if (!groups.some((group) => sent.named.has(group))) continue;
    for (const landing of sent.landings(groups)) {
      if (landing.goal.kind === 'service' && landing.goal.endpoint === id) yield* landed(emitter, sent, landing, groups);
    }
  }
}

/** Hosts that the inputs don't show, in networks that are only referred to. */
function* hidden(emitter: Emitter, sent: Sent): Generator<Emitted> {
  const { map, mode } = emitter.reading;
  if (mode === 'certain') return;
  const groups = map.foreignGroups;
  for (const landing of sent.landings(groups)) {
    const doubt = landing.goal.kind === 'network' && map.networks.get(landing.goal.network)?.doubt;
    const way = leaving(emitter, landing, groups);
    if (doubt) yield { kind: 'found', found: { kind: 'unknown', doubt }, traffic: landing.traffic, way };
  }
  yield* hiddenNeighbours(emitter);
}

function* hiddenNeighbours({ reading: { map, mode }, at, before }: Emitter): Generator<Emitted> {
  const own = map.networks.get(map.subnets.get(at.subnet)?.network ?? '');
  if (!own?.doubt) return;
  const traffic = departing(at, map.foreignGroups, mode).onto(own.addresses.isEmpty() ? AddressSet.all : own.addresses);
  yield { kind: 'found', found: { kind: 'unknown', doubt: own.doubt }, traffic, way: given(before, { doubts: [own.doubt] }) };
}

function* atStations(emitter: Emitter, sent: Sent): Generator<Emitted> {
  const { at, wanted } = emitter;
  for (const station of candidates(emitter, sent)) {
    if (station.at === at || !wanted(station)) continue;
    for (const touch of sent.touches(station)) yield arrivedBy(emitter, touch, false);
  }
  for (const group of sent.named) {
    for (const station of emitter.reading.parties.members.get(group) ?? []) {
      const itself = station.at === at && station.party.alike.length === 0;
      if (!itself) yield* detours(emitter, sent, station);
    }
  }
}

/** Those that an address may lead to, and those that a rule names by a group. */
function* candidates({ reading: { map, parties }, at, stationsIn }: Emitter, sent: Sent): Generator<Station> {
  const asked = new Set<string>();
  const networks = new Set([map.subnets.get(at.subnet)?.network ?? '']);
  for (const { goal } of sent.landings([])) if (goal.kind === 'network') networks.add(goal.network);
  for (const network of networks) {
    const addresses = sent.addresses(network);
    for (const subnet of parties.subnets.get(network) ?? []) {
      if (!addresses.overlaps(subnet.addresses)) continue;
      asked.add(subnet.id);
      yield* stationsIn(subnet.id);
    }
  }
  for (const group of sent.named) {
    for (const station of parties.members.get(group) ?? []) if (!asked.has(station.at.subnet)) yield station;
  }
}

/** Packets for a counterpart that rules name by its groups, and that a route takes to an appliance. */
function* detours(emitter: Emitter, sent: Sent, { at: { subnet, addresses, groups } }: Station): Generator<Emitted> {
  const { map } = emitter.reading;
  const network = map.networks.get(map.subnets.get(subnet)?.network ?? '');
  const within = network && !network.addresses.isEmpty() ? addresses.intersect(network.addresses) : addresses;
  for (const { goal, traffic } of sent.landings(groups)) {
    if (goal.kind === 'interface') yield* diverted(emitter, sent, { goal, traffic: traffic.onto(within) }, groups);
  }
}

/** Packets that a route hands to an interface: taken if it passes on what isn't its own, or if they are for itself. */
function* diverted(emitter: Emitter, sent: Sent, landing: Diverted, groups: readonly string[]): Generator<Emitted> {
  const { map, parties, mode } = emitter.reading;
  const at = map.interfaces.get(landing.goal.interface);
  const party = at && parties.of.get(ownerOf(at.owner, map));
  if (!at || !party) {
    const doubt = { reason: `interface '${landing.goal.interface}' isn't in the inputs` };
    yield { kind: 'lost', doubt, way: leaving(emitter, landing, groups) };
    return;
  }
  if (!counts(at, mode)) return;
  const traffic = at.forwards ? landing.traffic : landing.traffic.onto(at.addresses);
  for (const touch of sent.diverted({ goal: landing.goal, traffic }, { party, at }, groups))
    yield arrivedBy(emitter, touch, at.forwards, at.forwards && isForOthers(touch));
}

/** Whether an interface lets in packets that are for none of its own addresses. */
function isForOthers({ station: { at }, traffic, entering, source }: Touch): boolean {
  return !isNoContact(contactOf(traffic.onto(AddressSet.all.subtract(at.addresses)), entering, source));
}

function arrivedBy(emitter: Emitter, touch: Touch, whole: boolean, beyond = false): Emitted {
  const { at, before } = emitter;
  const leg: Leg = { kind: 'touch', sender: senderOf(emitter), touch };
  const origin = { source: touch.source, subnet: at.subnet };
  return {
    kind: 'arrived',
    arrival: { party: touch.station.party, contact: touch.contact, way: { before, leg }, origin, whole, beyond },
  };
}
