import { type Cidr, parseCidr } from './cidr';

/** Addresses that no policy may permit, and why. Sources: IANA's special-purpose registries and the clouds' documentation. */
const neverReachable: readonly { readonly cidr: string; readonly because: string }[] = [
  { cidr: '0.0.0.0/8', because: 'this host' },
  { cidr: '127.0.0.0/8', because: 'loopback' },
  { cidr: '169.254.0.0/16', because: 'link-local, with the metadata services' },
  { cidr: '100.100.100.200/32', because: 'the metadata service of Alibaba Cloud' },
  { cidr: '168.63.129.16/32', because: 'the platform service of Azure' },
  { cidr: '192.0.0.192/32', because: 'the metadata service of Oracle Cloud' },
  { cidr: '224.0.0.0/4', because: 'multicast' },
  { cidr: '240.0.0.0/4', because: 'reserved, with the broadcast address' },
  { cidr: '::/96', because: 'this host, loopback and IPv4-compatible addresses' },
  { cidr: '::ffff:0:0/96', because: 'IPv4-mapped addresses: write the IPv4 block' },
  { cidr: '64:ff9b::/96', because: 'IPv4 addresses behind NAT64: write the IPv4 block' },
  { cidr: '64:ff9b:1::/48', because: 'IPv4 addresses behind local NAT64: write the IPv4 block' },
  { cidr: '2001::/32', because: 'IPv4 addresses behind Teredo' },
  { cidr: '2002::/16', because: 'IPv4 addresses behind 6to4' },
  { cidr: 'fd00:ec2::/32', because: 'the metadata service and resolver of AWS' },
  { cidr: 'fd20:ce::254/128', because: 'the metadata service of Google Cloud' },
  { cidr: 'fe80::/10', because: 'link-local' },
  { cidr: 'ff00::/8', because: 'multicast' },
];

/** The first forbidden block that shares an address with `cidr`. */
export function forbiddenPart(cidr: Cidr): { readonly cidr: string; readonly because: string } | undefined {
  return neverReachable.find((block) => cidr.overlaps(parseCidr(block.cidr)));
}
