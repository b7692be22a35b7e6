import type { Forwarder, Listener, Target } from '../model/forwarder';
import type { Interface } from '../model/interface';
import { ServiceSet } from '../traffic/service-set';
import { admitted, type Contact, isNoContact, limited } from './contact';
import type { Source } from './landing';
import { counts } from './mode';
import { ownerOf } from './owner-of';
import type { Party } from './party';
import type { Reading } from './reading';
import { sourceOf } from './sending';
import type { Leg } from './way';

/** Where a target's connections may seem to come from. */
export interface Origin {
  readonly source: Source;
  readonly subnet?: string;
}

/** A target that a forwarder passes connections to. */
export interface Passed {
  readonly target: Target;
  /** Undefined if the inputs don't show it. */
  readonly party?: Party;
  readonly contact: Contact;
  /** The leg that leads there. */
  readonly leg: Extract<Leg, { kind: 'pass' }>;
}

/**
 * What becomes of connections to a forwarder. A target takes them if it lets in the original source or the forwarder itself, whichever it sees.
 * `whole` takes everything to every target, as an appliance does that routes lead to.
 */
export function passedOn(reading: Reading, forwarder: Forwarder, contact: Contact, origin: Origin, whole = false): Passed[] {
  const own = (reading.map.interfacesOf.get(forwarder.id) ?? []).map((each) => ({ source: sourceOf(each), subnet: each.subnet }));
  return forwarder.listeners.flatMap((listener) =>
    listener.targets
      .filter((target) => counts(target, reading.mode))
      .flatMap((target) => {
        const offered = whole ? contact : offeredTo(listener, target, contact);
        const takes = whole ? ServiceSet.all : listener.services;
        const leg = { kind: 'pass', target, takes, unchanged: whole || isUnchanged(listener, target) } as const;
        return isNoContact(offered) ? [] : taken(reading, leg, offered, [origin, ...own]);
      }),
  );
}

const offeredTo = (listener: Listener, target: Target, contact: Contact): Contact => ({
  4: mapped(listener, target, contact[4].intersect(listener.services)),
  6: mapped(listener, target, contact[6].intersect(listener.services)),
});

/** A listener at the very ports of its target passes each port to the same one. */
const isUnchanged = ({ services }: Listener, { ports }: Target): boolean =>
  [services.tcpPorts(), services.udpPorts()].every((each) => each.isEmpty() || each.equals(ports));

/** Any other listener passes all that it takes to all of the target's ports. */
function mapped(listener: Listener, target: Target, taken: ServiceSet): ServiceSet {
  if (isUnchanged(listener, target)) return taken;
  const { ports } = target;
  const onTcp = taken.tcpPorts().isEmpty() ? ServiceSet.none : ServiceSet.tcp(ports);
  return taken.udpPorts().isEmpty() ? onTcp : onTcp.union(ServiceSet.udp(ports));
}

function taken(reading: Reading, leg: Passed['leg'], offered: Contact, origins: readonly Origin[]): Passed[] {
  const { map, parties } = reading;
  const { to } = leg.target;
  const owner = ownerOf(to, map);
  const party = parties.of.get(owner);
  const single = map.interfaces.get(to);
  const interfaces = single ? [single] : (map.interfacesOf.get(owner) ?? []);
  if (interfaces.length === 0) return [{ target: leg.target, party, contact: offered, leg }];
  return interfaces.flatMap((at) => origins.flatMap((origin) => entered(reading, leg, party, at, offered, origin)));
}

function entered(
  reading: Reading,
  leg: Passed['leg'],
  party: Party | undefined,
  at: Interface,
  offered: Contact,
  origin: Origin,
): Passed[] {
  if (!counts(at, reading.mode)) return [];
  const entering = admitted(reading.map, at, origin.source, origin.subnet, reading.mode);
  const services = entering.onto(origin.source.addresses).services();
  const contact = limited(offered, services);
  if (isNoContact(contact)) return [];
  const shown = entering.onto(origin.source.addresses).using(contact[4].union(contact[6]));
  const entry = { at, source: origin.source, fromSubnet: origin.subnet, entering: shown };
  return [{ target: leg.target, party, contact, leg: { ...leg, entry } }];
}
