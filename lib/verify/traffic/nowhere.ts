import { AddressSet } from './address-set';

/**
 * Destinations to which no host sends and no router forwards a packet; closed rules are written with them.
 * IANA's "IPv4 Special-Purpose Address Registry" and its IPv6 twin list each as neither a destination nor forwardable.
 */
export const nowhere = AddressSet.of(
  '0.0.0.0/8', // this network; RFC 1122, 3.2.1.3: never a destination
  '127.0.0.0/8', // loopback; RFC 1122, 3.2.1.3: never outside a host
  '255.255.255.255/32', // limited broadcast; RFC 919, 7: never forwarded, and the clouds' networks carry no broadcast
  '::/128', // unspecified; RFC 4291, 2.5.2: never a destination
  '::1/128', // loopback; RFC 4291, 2.5.3: never outside a node
);
