import ipaddr from 'ipaddr.js';
import type { BootstrapProps } from '../bootstrap-props';
import { type EnvoyConfig, extension, typed } from '../extension';
import { stripFromProxy } from '../filters/header-hygiene';
import { singleEndpoint, socketAddress } from '../socket-address';
import { dnsResolver } from './dns-cache';
import { findResolve } from './resolve';
import { publicAuthority, verifiedTls } from './upstream-verification';

/** Name of the cluster that leads to the token endpoint of a destination. */
export const tokenClusterName = (destination: string) => `token-${destination}`;

/**
 * Where a destination's tokens come from, over verified TLS. No agent has a say in these requests, and the certificate binds the name, so
 * its addresses aren't guarded: an identity provider in a private network is a common case.
 */
export function tokenCluster(destination: string, tokenUrl: string, props: BootstrapProps): EnvoyConfig {
  const url = new URL(tokenUrl);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || 443);
  return {
    name: tokenClusterName(destination),
    connect_timeout: '5s',
    ...addressOf(tokenClusterName(destination), host, port, props),
    transport_socket: verifiedTls(host, publicAuthority(props.trustedCa)),
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': typed('extensions.upstreams.http.v3.HttpProtocolOptions', {
        explicit_http_config: { http_protocol_options: {} },
        http_filters: [
          stripFromProxy,
          extension('envoy.filters.http.upstream_codec', 'extensions.filters.http.upstream_codec.v3.UpstreamCodec'),
        ],
      }),
    },
  };
}

function addressOf(name: string, host: string, port: number, { resolve, resolvers = [] }: BootstrapProps): EnvoyConfig {
  const fixed = findResolve(resolve, host, port);
  if (fixed) return { type: 'STATIC', load_assignment: singleEndpoint(name, socketAddress(fixed.address, fixed.addressPort)) };
  const load_assignment = singleEndpoint(name, socketAddress(host, port));
  if (ipaddr.isValid(host)) return { type: 'STATIC', load_assignment };
  return {
    type: 'LOGICAL_DNS',
    dns_lookup_family: 'V4_PREFERRED',
    typed_dns_resolver_config: dnsResolver(resolvers),
    load_assignment,
  };
}
