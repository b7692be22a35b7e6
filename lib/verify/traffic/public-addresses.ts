import { AddressSet } from './address-set';

/**
 * Blocks of IPv4 that the internet doesn't carry, by IANA's "IPv4 Special-Purpose Address Registry" (globally reachable: false) and
 * "IPv4 Multicast Address Space Registry". Documentation and benchmarking blocks are left public on purpose: nothing but convention
 * keeps them unused, and templates let them stand for real hosts.
 */
const notPublicV4 = AddressSet.of(
  '0.0.0.0/8', // this network, RFC 791
  '10.0.0.0/8', // private, RFC 1918
  '100.64.0.0/10', // shared address space (carrier-grade NAT), RFC 6598
  '127.0.0.0/8', // loopback, RFC 1122
  '169.254.0.0/16', // link-local, RFC 3927
  '172.16.0.0/12', // private, RFC 1918
  '192.0.0.0/24', // IETF protocol assignments, RFC 6890
  '192.168.0.0/16', // private, RFC 1918
  '224.0.0.0/4', // multicast, RFC 5771
  '240.0.0.0/4', // reserved, with the broadcast address, RFC 1112
).subtract(AddressSet.of('192.0.0.9/32', '192.0.0.10/32')); // anycast of PCP and TURN, RFC 7723 and 8155

/**
 * All of IPv6 that the internet carries: the only block that IANA's "IPv6 Global Unicast Address Assignments" draws from, and the
 * addresses through which NAT64 leads to IPv4 (RFC 6052).
 */
const publicV6 = AddressSet.of('2000::/3', '64:ff9b::/96');

/** Every address that a packet can reach over the internet, where a gateway lets it out. */
export const publicAddresses = AddressSet.allV4.subtract(notPublicV4).union(publicV6);
