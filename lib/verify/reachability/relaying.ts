import type { Forwarder } from '../model/forwarder';
import type { Role } from '../model/role';
import { AddressSet } from '../traffic/address-set';
import { ServiceSet } from '../traffic/service-set';
import { TrafficSet } from '../traffic/traffic-set';
import { type Contact, isNoContact, limited, noContact, together, without } from './contact';
import type { Arrived, Emitted } from './emission';
import type { Found } from './find';
import { passedOn } from './forwarding';
import type { Party } from './party';
import type { ProxyPart } from './proxy-parts';
import type { Reading } from './reading';
import type { Way } from './way';

/** What forwarders make of contacts during one search: each contact is passed on once. */
export class Relaying {
  private readonly passedBefore = new Map<string, Contact>();

  constructor(private readonly reading: Reading) {}

  /** A part of a proxy, as it is found. */
  proxy({ id }: Party, direct = false): Found {
    return { kind: 'proxy', proxy: this.reading.map.proxies.get(id)?.role.id ?? id, member: id, direct };
  }

  *relayed(arrival: Arrived): Generator<Emitted> {
    const { party, way, origin, whole } = arrival;
    const forwarder = this.reading.map.forwarders.get(party.id);
    const contact = this.unseen([party.id, origin.source.key, origin.subnet, whole].join('\n'), arrival.contact);
    if (!forwarder || isNoContact(contact)) return;
    if (forwarder.doubt) yield { kind: 'lost', doubt: forwarder.doubt, way };
    const part = this.reading.map.proxies.get(party.id);
    const own = part ? this.ownPorts(forwarder, part, contact) : noContact;
    for (const family of [4, 6] as const) {
      const traffic = TrafficSet.of(AddressSet.all.family(family), own[family]);
      if (!traffic.isEmpty()) yield { kind: 'found', found: this.proxy(party), traffic, way };
    }
    yield* this.onward(forwarder, { ...arrival, contact: own }, part?.role);
    yield* this.onward(forwarder, { ...arrival, contact: whole ? contact : without(contact, own) });
  }

  /** To a forwarder's targets, except those of `role`: what comes in at the proxy's own port is at the proxy already. */
  private *onward(forwarder: Forwarder, { contact, way: before, origin, whole }: Arrived, role?: Role): Generator<Emitted> {
    const { map } = this.reading;
    for (const { target, party, contact: taken, leg } of passedOn(this.reading, forwarder, contact, origin, whole)) {
      const way: Way = { before, leg };
      if (!party) yield { kind: 'lost', doubt: { reason: `'${target.to}' isn't in the inputs` }, way };
      else if (!role || map.proxies.get(party.id)?.role !== role)
        yield { kind: 'arrived', arrival: { party, contact: taken, way, origin, whole: false } };
    }
  }

  /** What of a contact a forwarder hasn't had before from there. */
  private unseen(key: string, contact: Contact): Contact {
    const before = this.passedBefore.get(key) ?? noContact;
    this.passedBefore.set(key, together(before, contact));
    return without(contact, before);
  }

  /** What of a contact is meant for a forwarder that is the proxy: its ports, or all of its listeners if the role names forwarders only. */
  private ownPorts({ listeners }: Forwarder, { role, ports }: ProxyPart, contact: Contact): Contact {
    if (!ports && role.members.some((member) => !this.reading.map.forwarders.has(member))) return noContact;
    const services = listeners.reduce((sum, listener) => sum.union(listener.services), ServiceSet.none);
    return limited(contact, ports ? services.intersect(ServiceSet.tcp(ports)) : services);
  }
}
