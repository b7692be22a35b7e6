import type { BootstrapProps } from '../bootstrap-props';
import { leastLifetime } from '../credentials/token-lifetime';
import { type EnvoyConfig, extension, typed } from '../extension';
import { stripFromProxy } from '../filters/header-hygiene';
import { upstreamHosts } from './upstream-hosts';
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
    ...upstreamHosts(tokenClusterName(destination), { host, port }, props),
    transport_socket: verifiedTls(host, publicAuthority(props.trustedCa)),
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': typed('extensions.upstreams.http.v3.HttpProtocolOptions', {
        explicit_http_config: { http_protocol_options: {} },
        http_filters: [
          stripFromProxy,
          leastLifetime,
          extension('envoy.filters.http.upstream_codec', 'extensions.filters.http.upstream_codec.v3.UpstreamCodec'),
        ],
      }),
    },
  };
}
