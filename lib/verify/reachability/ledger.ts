import { AddressSet } from '../traffic/address-set';
import type { ServiceSet } from '../traffic/service-set';
import { TrafficSet } from '../traffic/traffic-set';
import { type Contact, families, familyAddresses } from './contact';
import { type Find, type Found, findKey } from './find';
import type { Way } from './way';

/** Collects what a search finds, and of each find only what is new. */
export class Ledger {
  readonly finds: Find[] = [];
  private readonly sums = new Map<string, TrafficSet>();

  /** Told apart by destination address. */
  traffic(found: Found, traffic: TrafficSet, way: Way | undefined): void {
    for (const family of families) this.add({ found, family, traffic: traffic.onto(familyAddresses[family]), way });
  }

  contact(found: Found, contact: Contact, way: Way | undefined): void {
    for (const family of families) this.add({ found, family, traffic: ofFamily(family, contact[family]), way });
  }

  /** Where no packet tells anything. */
  whole(found: Found, way: Way | undefined): void {
    this.add({ found, traffic: TrafficSet.all, way });
  }

  private add(find: Find): void {
    const key = findKey(find);
    const before = this.sums.get(key) ?? TrafficSet.none;
    const traffic = find.traffic.subtract(before);
    if (traffic.isEmpty()) return;
    this.sums.set(key, before.union(traffic));
    this.finds.push({ ...find, traffic });
  }
}

const ofFamily = (family: 4 | 6, services: ServiceSet): TrafficSet =>
  services.isEmpty() ? TrafficSet.none : TrafficSet.of(AddressSet.all.family(family), services);
