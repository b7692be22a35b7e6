import ipaddr from 'ipaddr.js';
import { type EnvoyConfig, extension } from '../extension';

// IANA's special-purpose registries (RFC 6890 and its updates), and every IPv6 form that carries an IPv4 address
const special = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
];
const routable = ['0.0.0.0/0', '2000::/3'];

/**
 * The rule that decides on a resolved upstream address: one of `addresses`, or any public address when there are none.
 * It allows what it knows instead of denying what it fears: an address that is missing, or of a form unknown here, is refused.
 */
export function addressRule(addresses: readonly string[]): EnvoyConfig {
  const permission =
    addresses.length > 0 ? anyOf(addresses) : { and_rules: { rules: [anyOf(routable), { not_rule: anyOf(special) }] } };
  return { action: 'ALLOW', policies: { address: { principals: [{ any: true }], permissions: [permission] } } };
}

/** The upstream filter that judges each address before it is connected to; of several that are one host of a cluster, only the first. */
export function addressGuard(addresses: readonly string[]): EnvoyConfig {
  return extension('envoy.filters.http.upstream_rbac', 'extensions.filters.http.rbac.v3.RBAC', { rules: addressRule(addresses) });
}

function anyOf(blocks: readonly string[]): EnvoyConfig {
  return { or_rules: { rules: blocks.map(upstreamIn) } };
}

function upstreamIn(block: string): EnvoyConfig {
  const [address, bits] = ipaddr.parseCIDR(block);
  return {
    matcher: extension(
      'envoy.rbac.matchers.upstream_ip_port',
      'extensions.rbac.matchers.upstream_ip_port.v3.UpstreamIpPortMatcher',
      {
        upstream_ip: { address_prefix: address.toString(), prefix_len: bits },
      },
    ),
  };
}
