import fc from 'fast-check';
import { AddressSet } from '../../../lib/verify/traffic/address-set';
import { PortSet } from '../../../lib/verify/traffic/port-set';
import { ServiceSet } from '../../../lib/verify/traffic/service-set';
import { TrafficSet } from '../../../lib/verify/traffic/traffic-set';

/** A set next to the plain list of its members, computed by other means. */
export interface Modelled<S> {
  readonly set: S;
  readonly members: ReadonlySet<string>;
}

interface Item<S> {
  readonly set: S;
  readonly name: string;
}

/** Every address that the small universe has, each as a set of its own: a /28 of IPv4 and a /124 of IPv6, at the edges of their families too. */
export const addresses: readonly Item<AddressSet>[] = [
  ...sixteen((i) => `192.0.2.${i}`),
  ...sixteen((i) => `2001:db8::${i.toString(16)}`),
  ...['0.0.0.0', '255.255.255.255', '::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
].map((name) => ({ name, set: AddressSet.of(name) }));

/** Every service that the small universe has: TCP and UDP ports 0 to 7 and the last, ICMP types 0 to 7, protocol 47. */
export const services: readonly Item<ServiceSet>[] = [
  ...[0, 1, 2, 3, 4, 5, 6, 7, 65535].flatMap((port) => [
    { name: `tcp ${port}`, set: ServiceSet.tcp(PortSet.of(port)) },
    { name: `udp ${port}`, set: ServiceSet.udp(PortSet.of(port)) },
  ]),
  ...Array.from({ length: 8 }, (_, type) => ({ name: `icmp ${type}`, set: ServiceSet.icmp({ type, code: type % 2 }) })),
  { name: '47', set: ServiceSet.protocol(47) },
];

function sixteen(name: (i: number) => string): string[] {
  return Array.from({ length: 16 }, (_, i) => name(i));
}

interface Algebra<S> {
  union(other: S): S;
}

const modelled = <S extends Algebra<S>>(items: readonly Item<S>[], none: S): fc.Arbitrary<Modelled<S>> =>
  fc.subarray([...items]).map((chosen) => ({
    set: chosen.reduce((sum, { set }) => sum.union(set), none),
    members: new Set(chosen.map(({ name }) => name)),
  }));

export const someAddresses: fc.Arbitrary<Modelled<AddressSet>> = modelled(addresses, AddressSet.none);
export const someServices: fc.Arbitrary<Modelled<ServiceSet>> = modelled(services, ServiceSet.none);

const someProduct = fc.tuple(someAddresses, someServices).map(([to, using]) => ({
  set: TrafficSet.of(to.set, using.set),
  members: [...to.members].flatMap((address) => [...using.members].map((service) => `${address} ${service}`)),
}));

/** Up to four products of the small universe's addresses and services, united. */
export const someTraffic: fc.Arbitrary<Modelled<TrafficSet>> = fc.array(someProduct, { maxLength: 4 }).map((products) => ({
  set: TrafficSet.union(products.map(({ set }) => set)),
  members: new Set(products.flatMap(({ members }) => members)),
}));

/** The members that a set has of the small universe, asked one by one. */
export function membersOf<S extends { covers(other: S): boolean }>(set: S, items: readonly Item<S>[]): Set<string> {
  return new Set(items.filter((item) => set.covers(item.set)).map(({ name }) => name));
}

/** Every packet of the small universe. */
export const packets: readonly Item<TrafficSet>[] = addresses.flatMap((to) =>
  services.map((service) => ({ name: `${to.name} ${service.name}`, set: TrafficSet.of(to.set, service.set) })),
);
