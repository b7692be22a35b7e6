import type { Contact } from './contact';
import { type Origin, passedOn } from './forwarding';
import type { Party, Station } from './party';
import type { Reading } from './reading';
import type { Sender } from './sending';
import { sentBy } from './sent';
import type { Way } from './way';

/** A connection that comes to a part of a proxy. */
export interface Knock {
  /** The part's id. */
  readonly member: string;
  readonly contact: Contact;
  readonly way: Way;
}

/** What a sender's own packets come to of proxies, at some stations: theirs, and those of forwarders that lead to them. */
export function knocks(reading: Reading, sender: Sender, stations: readonly Station[], before?: Way): Knock[] {
  // where most senders go, nobody needs to know
  if (stations.length === 0) return [];
  const sent = sentBy(reading, sender);
  const diverted = sent.landings([]).flatMap((landing) => {
    if (landing.goal.kind !== 'interface') return [];
    const { goal, traffic } = landing;
    const station = stations.find(({ at }) => at.id === goal.interface);
    if (!station) return [];
    const taken = station.at.forwards ? traffic : traffic.onto(station.at.addresses);
    return sent.diverted({ goal, traffic: taken }, station, []);
  });
  return [...stations.flatMap((station) => sent.touches(station)), ...diverted].flatMap((touch) => {
    const origin: Origin = { source: touch.source, subnet: sender.subnet };
    return within(reading, touch.station.party, touch.contact, origin, { before, leg: { kind: 'touch', sender, touch } });
  });
}

/** What a connection to a party comes to of proxies: itself, or by forwarders. */
export function within(
  reading: Reading,
  party: Party,
  contact: Contact,
  origin: Origin,
  way: Way,
  seen: readonly string[] = [],
): Knock[] {
  const own: Knock[] = party.kind === 'proxy' ? [{ member: party.id, contact, way }] : [];
  const forwarder = reading.map.forwarders.get(party.id);
  if (!forwarder || seen.includes(forwarder.id)) return own;
  const passed = passedOn(reading, forwarder, contact, origin).flatMap((next) =>
    next.party ? within(reading, next.party, next.contact, origin, { before: way, leg: next.leg }, [...seen, forwarder.id]) : [],
  );
  return [...own, ...passed];
}
