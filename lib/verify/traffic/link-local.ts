import { AddressSet } from './address-set';

/**
 * Where the host itself answers, whatever routes and groups say: metadata, time, DHCP, credentials, and the resolver.
 * They are no exits; the resolver and what the services hand out are judged by rules of their own.
 */
export const linkLocal = AddressSet.of(
  '169.254.0.0/16', // RFC 3927
  'fe80::/10', // RFC 4291, 2.5.6
  'fd00:ec2::/32', // AWS's services on Nitro: "Access instance metadata", "Amazon DNS server", "Set the time"
  'fd20:ce::254/128', // Google's metadata server for hosts without IPv4: "View and query VM metadata"
);
