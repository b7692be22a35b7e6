import ipaddr from 'ipaddr.js';
import { AddressSet } from '../traffic/address-set';
import { TrafficSet } from '../traffic/traffic-set';

const prefix = AddressSet.of('64:ff9b::/96');

/** What a NAT gateway makes of packets to the well-known prefix (RFC 6052): the same to the IPv4 addresses in their last 32 bits. */
export function translated(traffic: TrafficSet): TrafficSet {
  const cells = traffic.onto(prefix).cells();
  return TrafficSet.union(cells.map(({ addresses, services }) => TrafficSet.of(embedded(addresses), services)));
}

const embedded = (addresses: AddressSet): AddressSet => AddressSet.of(...addresses.cidrs().map(embeddedBlock));

function embeddedBlock(cidr: string): string {
  const [address = '', bits = '128'] = cidr.split('/');
  const octets = ipaddr.IPv6.parse(address).toByteArray().slice(12);
  return `${octets.join('.')}/${Number(bits) - 96}`;
}

/** The address that leads to a single IPv4 address by way of a NAT gateway. */
export function embeddedAddress(address: AddressSet): AddressSet {
  const [octets = ''] = address.cidrs()[0]?.split('/') ?? [];
  return AddressSet.of(`64:ff9b::${octets}`);
}
