import { AddressSet } from '../traffic/address-set';
import { PortSet } from '../traffic/port-set';
import { ServiceSet } from '../traffic/service-set';
import type { TrafficSet } from '../traffic/traffic-set';

/** One packet that stands for many when a path is looked up. */
export interface Packet {
  /** The counterpart's: a single one. */
  readonly address: AddressSet;
  readonly groups: readonly string[];
  /** A single one. */
  readonly service: ServiceSet;
}

/** A single service of some: HTTPS if it is among them, else the first TCP port, else whatever comes first. */
export function oneService(services: ServiceSet): ServiceSet {
  const https = ServiceSet.tcp(PortSet.of(443));
  if (services.covers(https)) return https;
  const port = services.tcpPorts().ranges()[0]?.from;
  if (port !== undefined) return ServiceSet.tcp(PortSet.of(port));
  const point = services.boundaries[0];
  return point === undefined ? ServiceSet.none : new ServiceSet([point, point + 1]);
}

/** A single address of some: the first. */
export function oneAddress(addresses: AddressSet): AddressSet {
  const [first] = addresses.cidrs();
  return first === undefined ? AddressSet.none : AddressSet.of(first.split('/')[0] ?? first);
}

/** A packet of traffic, by the service that is best to show. */
export function onePacket(traffic: TrafficSet, groups: readonly string[]): Packet {
  const service = oneService(traffic.services());
  return { address: oneAddress(traffic.using(service).addresses()), groups, service };
}
