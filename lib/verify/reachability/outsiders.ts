import type { Forwarder } from '../model/forwarder';
import { AddressSet } from '../traffic/address-set';
import { publicAddresses } from '../traffic/public-addresses';
import { ServiceSet } from '../traffic/service-set';
import { TrafficSet } from '../traffic/traffic-set';
import type { Doubt } from '../world/doubt';
import { admitted, byFamily, type Contact, contactOf, isNoContact } from './contact';
import type { Intrusion } from './intrusion';
import { type Knock, within } from './knock';
import type { Landing, Source } from './landing';
import { counts } from './mode';
import { onePacket } from './packet';
import { type Station, stationsOf } from './party';
import type { Reading } from './reading';
import { traceRoute } from './route-trace';
import type { Sender } from './sending';
import { walk } from './walk';
import type { Leg, Way } from './way';

/** A connection to a proxy, and who opens it. */
export interface Outsider extends Knock {
  readonly kind: Intrusion['kind'];
  readonly who: string;
}

/** Whoever isn't a workload of the system and can open connections to an interface: a reply must find its way back. */
export function outsidersAt(reading: Reading, station: Station): Outsider[] {
  const { at } = station;
  // an answer to a connection leaves whatever the egress rules of a stateful firewall say
  const replier: Sender = { ...at, egress: [], publicSources: at.publicSources.filter(({ inbound }) => inbound) };
  const replies = walk({ map: reading.map, mode: reading.mode, sender: replier, groups: [] });
  return [...replies.flatMap((reply) => outsider(reading, station, replier, reply)), ...neighbours(reading, station)];
}

function outsider(reading: Reading, station: Station, replier: Sender, { goal, traffic }: Landing): Outsider[] {
  const { map } = reading;
  const addresses = traffic.addresses();
  const doubts = (): readonly Doubt[] => traceRoute(map, replier, onePacket(traffic, []), goal).doubts;
  if (goal.kind === 'unknown') return unknown(reading, station, goal.doubt, addresses);
  if (goal.kind === 'internet') return goal.natted ? [] : fromInternet(reading, station, addresses, doubts());
  if (goal.kind === 'network') {
    const doubt = map.networks.get(goal.network)?.doubt;
    return doubt ? unknown(reading, station, doubt, addresses) : [];
  }
  if (goal.kind !== 'outside') return [];
  const source: Source = { key: goal.what, addresses, groups: [] };
  return entering(reading, station, { kind: 'outside', who: goal.what }, source, { hops: [], doubts: doubts() });
}

function fromInternet(reading: Reading, station: Station, addresses: AddressSet, doubts: readonly Doubt[]): Outsider[] {
  const network = reading.map.networks.get(reading.map.subnets.get(station.at.subnet)?.network ?? '');
  const gateway = network?.internet;
  if (!gateway) return [];
  return station.at.publicSources
    .filter((source) => source.inbound && counts(source, reading.mode))
    .flatMap(({ family, hop, doubt }) => {
      const source: Source = { key: 'internet', addresses: addresses.family(family), groups: [] };
      const given = { hops: [gateway, hop], doubts: doubt ? [...doubts, doubt] : doubts };
      return entering(reading, station, { kind: 'internet', who: gateway.resource }, source, given);
    });
}

const unknown = (reading: Reading, station: Station, doubt: Doubt, addresses: AddressSet): Outsider[] =>
  reading.mode === 'certain'
    ? []
    : entering(
        reading,
        station,
        { kind: 'unknown', who: doubt.place?.resource ?? doubt.reason },
        { key: doubt.reason, addresses, groups: reading.map.foreignGroups },
        { hops: [], doubts: [doubt] },
      );

/** Hosts of the same network that the inputs don't show. */
function neighbours(reading: Reading, station: Station): Outsider[] {
  const network = reading.map.networks.get(reading.map.subnets.get(station.at.subnet)?.network ?? '');
  if (!network?.doubt) return [];
  return unknown(reading, station, network.doubt, network.addresses.isEmpty() ? AddressSet.all : network.addresses);
}

type Who = Pick<Outsider, 'kind' | 'who'>;
type Given = Omit<Extract<Leg, { kind: 'given' }>, 'kind'>;

function entering(reading: Reading, { party, at }: Station, who: Who, source: Source, given: Given): Outsider[] {
  const letIn = admitted(reading.map, at, source, undefined, reading.mode).onto(source.addresses);
  const contact = contactOf(TrafficSet.all, letIn, source);
  if (isNoContact(contact)) return [];
  const before: Way = { leg: { kind: 'given', ...given } };
  const way: Way = { before, leg: { kind: 'enter', entry: { at, source, entering: letIn } } };
  return within(reading, party, contact, { source }, way).map((knock) => ({ ...knock, ...who }));
}

/** Who may use a forwarder by its own settings: an internet-facing load balancer, an endpoint service that admits others. */
export function outsidersBy(reading: Reading, forwarder: Forwarder): Outsider[] {
  const party = reading.parties.of.get(forwarder.id);
  if (!party) return [];
  const stations = stationsOf(party).filter(({ at }) => counts(at, reading.mode));
  return [...internetBy(reading, forwarder, stations), ...admittedBy(reading, forwarder)];
}

function internetBy(reading: Reading, { id, internet }: Forwarder, stations: readonly Station[]): Outsider[] {
  if (!internet) return [];
  const source: Source = { key: 'internet', addresses: publicAddresses, groups: [] };
  const given: Given = { hops: [internet], doubts: [] };
  const who: Who = { kind: 'internet', who: id };
  return stations.length > 0
    ? stations.flatMap((station) => entering(reading, station, who, source, given))
    : passing(reading, id, who, source, given);
}

function admittedBy(reading: Reading, { id, admits }: Forwarder): Outsider[] {
  const source: Source = { key: 'foreign', addresses: AddressSet.all, groups: [] };
  return admits
    .filter((each) => each.who === 'foreign' && counts(each, reading.mode))
    .flatMap(({ hop, doubt }) =>
      passing(reading, id, { kind: 'foreign-account', who: id }, source, { hops: [hop], doubts: doubt ? [doubt] : [] }),
    );
}

/** Past the forwarder's own interfaces: it has none, or they are not where these connections come in. */
function passing(reading: Reading, id: string, who: Who, source: Source, given: Given): Outsider[] {
  const party = reading.parties.of.get(id);
  const all: Contact = byFamily(TrafficSet.of(AddressSet.all, ServiceSet.all));
  return party
    ? within(reading, party, all, { source }, { leg: { kind: 'given', ...given } }).map((knock) => ({ ...knock, ...who }))
    : [];
}
