import type { Interface } from '../model/interface';
import { AddressSet } from '../traffic/address-set';
import type { ServiceSet } from '../traffic/service-set';
import { TrafficSet } from '../traffic/traffic-set';
import { type Family, familyAddresses } from './contact';
import { traceThrough, traceThroughBarriers } from './firewall-trace';
import type { NetworkMap } from './network-map';
import { oneAddress, onePacket, oneService, type Packet } from './packet';
import { traceDeparture, traceRoute } from './route-trace';
import { isStillOf } from './sending';
import { distinct, hanging, joined, noTrace, type Trace } from './trace';
import { backwards, type Entry, type Leg, type Way } from './way';

/** What of a way's last leg is to be shown; the other legs may show any packet. */
export interface Focus {
  readonly family?: Family;
  readonly traffic: TrafficSet;
}

/** The hops of a way in their order, and the doubts that it hangs on, each once. */
export function traceWay(map: NetworkMap, way: Way | undefined, focus: Focus): Trace {
  const traces: Trace[] = [];
  let shown: Focus | undefined = focus;
  for (const leg of backwards(way)) {
    traces.push(shown ? traceLeg(map, leg, shown) : anyTrace(map, leg));
    shown = leg.kind === 'pass' ? focusBefore(leg, shown) : undefined;
  }
  const { hops, doubts } = joined(traces.toReversed());
  return { hops, doubts: distinct(doubts) };
}

/** What comes to a forwarder must be something that it passes on. */
function focusBefore({ takes, unchanged }: Extract<Leg, { kind: 'pass' }>, focus: Focus | undefined): Focus {
  const services = unchanged ? some(takes, focus?.traffic.services()) : takes;
  return { family: focus?.family, traffic: TrafficSet.of(AddressSet.all, services) };
}

const known = new WeakMap<Leg, Trace>();

/** Legs that many ways have in common are looked up once. */
function anyTrace(map: NetworkMap, leg: Leg): Trace {
  const trace = known.get(leg) ?? traceLeg(map, leg, undefined);
  known.set(leg, trace);
  return trace;
}

function traceLeg(map: NetworkMap, leg: Leg, focus: Focus | undefined): Trace {
  switch (leg.kind) {
    case 'given':
      return leg;
    case 'leave': {
      const shown = focus ? leg.traffic.intersect(focus.traffic) : leg.traffic;
      return traceRoute(map, leg.sender, onePacket(shown.isEmpty() ? leg.traffic : shown, leg.groups), leg.goal);
    }
    case 'touch':
      return traceTouch(map, leg, focus);
    case 'enter':
      return traceEntry(map, leg.entry, focus);
    case 'pass':
      return joined([hanging({ hops: [leg.target.hop], doubts: [] }, leg.target.doubt), traceEntry(map, leg.entry, focus)]);
  }
}

function traceTouch(map: NetworkMap, { sender, touch }: Extract<Leg, { kind: 'touch' }>, focus: Focus | undefined): Trace {
  const { station, contact, source, by, traffic, entering, groups } = touch;
  const asked = focus?.family ?? 4;
  const family = contact[asked].isEmpty() ? (asked === 4 ? 6 : 4) : asked;
  const service = oneService(some(contact[family], focus?.traffic.services()));
  const address = oneAddress(traffic.onto(familyAddresses[family]).using(service).addresses());
  const from = oneAddress(entering.using(service).onto(source.addresses.family(family)).addresses());
  const packet: Packet = { address, groups, service };
  const sent = by.kind === 'direct' ? traceDeparture(sender, packet) : traceRoute(map, sender, packet, by);
  const subnet = isStillOf(source, sender) ? sender.subnet : undefined;
  return joined([sent, entrance(map, station.at, subnet, { address: from, groups: source.groups, service })]);
}

function traceEntry(map: NetworkMap, entry: Entry | undefined, focus: Focus | undefined): Trace {
  if (!entry) return noTrace;
  const service = oneService(some(entry.entering.services(), focus?.traffic.services()));
  const from = oneAddress(entry.entering.using(service).addresses());
  return entrance(map, entry.at, entry.fromSubnet, { address: from, groups: entry.source.groups, service });
}

/** The rules that let a packet in at an interface. */
function entrance(map: NetworkMap, at: Interface, fromSubnet: string | undefined, packet: Packet): Trace {
  const barriers = at.subnet === fromSubnet ? [] : (map.subnets.get(at.subnet)?.ingress ?? []);
  const traces = [traceThroughBarriers(barriers, packet), traceThrough(at.ingress, packet)];
  return hanging(joined(traces.map((trace) => trace ?? noTrace)), at.doubt);
}

/** What is asked for, as far as it is there at all. */
function some(services: ServiceSet, asked: ServiceSet | undefined): ServiceSet {
  const shown = asked ? services.intersect(asked) : services;
  return shown.isEmpty() ? services : shown;
}
