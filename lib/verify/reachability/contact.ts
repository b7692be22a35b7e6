import type { Firewall } from '../model/firewall';
import type { Interface } from '../model/interface';
import type { Subnet } from '../model/network';
import { AddressSet } from '../traffic/address-set';
import { ServiceSet } from '../traffic/service-set';
import { TrafficSet } from '../traffic/traffic-set';
import { mentionedGroups, passed } from './firewall-verdict';
import type { Source } from './landing';
import type { Mode } from './mode';
import type { NetworkMap } from './network-map';

/** The families of addresses. */
export const families = [4, 6] as const;
export type Family = (typeof families)[number];

export const familyAddresses: Readonly<Record<Family, AddressSet>> = { 4: AddressSet.allV4, 6: AddressSet.allV6 };

/** What reaches an interface: services by family. */
export type Contact = Readonly<Record<Family, ServiceSet>>;

export const noContact: Contact = { 4: ServiceSet.none, 6: ServiceSet.none };

export const isNoContact = (contact: Contact): boolean => families.every((family) => contact[family].isEmpty());

export const together = (left: Contact, right: Contact): Contact => ({ 4: left[4].union(right[4]), 6: left[6].union(right[6]) });

export const without = (left: Contact, right: Contact): Contact => ({
  4: left[4].subtract(right[4]),
  6: left[6].subtract(right[6]),
});

/** What of a contact is of some services. */
export const limited = (contact: Contact, services: ServiceSet): Contact => ({
  4: contact[4].intersect(services),
  6: contact[6].intersect(services),
});

/** The services of traffic. */
export const byFamily = (traffic: TrafficSet): Contact => ({
  4: traffic.onto(familyAddresses[4]).services(),
  6: traffic.onto(familyAddresses[6]).services(),
});

/** What an interface lets in from a source, by the source's address; a source in the same subnet passes no network ACL. */
export function admitted(
  map: NetworkMap,
  target: Interface,
  source: Source,
  fromSubnet: string | undefined,
  mode: Mode,
): TrafficSet {
  const subnet = target.subnet === fromSubnet ? undefined : map.subnets.get(target.subnet);
  return passed([...(subnet?.ingress ?? []), ...target.ingress], source.groups, mode);
}

/** What of the traffic from a source, by its destination, a subnet lets in: whatever goes with some address of the source. */
export function admittedInto(subnet: Subnet | undefined, source: Source, mode: Mode, traffic: TrafficSet): TrafficSet {
  if (!subnet || subnet.ingress.length === 0) return traffic;
  const entering = passed(subnet.ingress, source.groups, mode);
  return TrafficSet.union(
    families.map((family) =>
      traffic.onto(familyAddresses[family]).using(entering.onto(source.addresses.family(family)).services()),
    ),
  );
}

/** Whether an interface's own firewalls let nothing in from a source: quick, as most pairs of interfaces have nothing to do with each other. */
export function isKeptOut({ ingress }: Interface, source: Source, mode: Mode): boolean {
  if (ingress.some((firewall) => anyNamed(firewall, source.groups))) return false;
  return ingress.some((firewall) => !openTo(firewall, mode).overlaps(source.addresses));
}

const anyNamed = (firewall: Firewall, groups: readonly string[]): boolean => {
  const named = mentionedGroups(firewall);
  return named.size > 0 && groups.some((group) => named.has(group));
};

const opened = { certain: new WeakMap<Firewall, AddressSet>(), possible: new WeakMap<Firewall, AddressSet>() };

function openTo(firewall: Firewall, mode: Mode): AddressSet {
  const addresses = opened[mode].get(firewall) ?? passed([firewall], [], mode).addresses();
  opened[mode].set(firewall, addresses);
  return addresses;
}

/**
 * What of the traffic to an interface comes in: some address of the destination, some of the source, both of one family, and a service that
 * goes with both.
 */
export function contactOf(traffic: TrafficSet, entering: TrafficSet, source: Source): Contact {
  const sent = byFamily(traffic);
  const of = (family: Family): ServiceSet =>
    sent[family].isEmpty() ? sent[family] : sent[family].intersect(entering.onto(source.addresses.family(family)).services());
  return { 4: of(4), 6: of(6) };
}
