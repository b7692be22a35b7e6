import { type EnvoyConfig, extension } from '../extension';
import { socketAddress } from '../socket-address';

/** What decides how names are resolved; one cache serves all, and Envoy wants its configuration equal everywhere. */
export interface NameResolution {
  /** Hosts to resolve at start, `host` and `port`. */
  readonly preresolve: readonly { readonly host: string; readonly port: number }[];
  /** DNS servers as `address:port`; the machine's own when empty. */
  readonly resolvers: readonly string[];
}

/** The proxy resolves names itself: what the agent's resolver says never decides where a connection goes. */
export function dnsCache({ preresolve, resolvers }: NameResolution): EnvoyConfig {
  return {
    name: 'airlock',
    dns_lookup_family: 'V4_PREFERRED',
    dns_refresh_rate: '60s',
    dns_min_refresh_rate: '5s',
    dns_query_timeout: '5s',
    host_ttl: '300s',
    max_hosts: 4096,
    preresolve_hostnames: preresolve.map(({ host, port }) => ({ address: host, port_value: port })),
    typed_dns_resolver_config: dnsResolver(resolvers),
  };
}

/** How the proxy asks DNS servers; the machine's own when there are none. */
export function dnsResolver(resolvers: readonly string[]): EnvoyConfig {
  return extension('envoy.network.dns_resolver.cares', 'extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig', {
    // search domains could turn a public name into a private one
    dns_resolver_options: { no_default_search_domain: true },
    ...(resolvers.length > 0 && { resolvers: resolvers.map(resolverAddress) }),
  });
}

function resolverAddress(resolver: string): EnvoyConfig {
  const colon = resolver.lastIndexOf(':');
  return socketAddress(resolver.slice(0, colon), Number(resolver.slice(colon + 1)));
}

/** A cluster whose hosts are what the DNS cache holds. */
export function forwardProxyCluster(names: NameResolution): EnvoyConfig {
  return {
    lb_policy: 'CLUSTER_PROVIDED',
    cluster_type: extension(
      'envoy.clusters.dynamic_forward_proxy',
      'extensions.clusters.dynamic_forward_proxy.v3.ClusterConfig',
      {
        dns_cache_config: dnsCache(names),
      },
    ),
  };
}
