import { type EnvoyConfig, extension } from '../extension';
import { socketAddress } from '../socket-address';

/** Whose names a cache holds: those that the policy lists, or those that an agent makes up, for a wildcard or in report mode. */
export type Names = 'listed' | 'open';

// a policy may list ten thousand names; what an agent makes up is bounded, and takes the place of no listed name
const caches = { listed: { name: 'airlock', max_hosts: 65_536 }, open: { name: 'airlock-open', max_hosts: 4096 } };

/**
 * The names of tunnels, resolved by the proxy itself: what the agent's resolver says never decides where a connection goes. Envoy wants the
 * configuration of a cache equal everywhere.
 */
export function dnsCache(resolvers: readonly string[], names: Names): EnvoyConfig {
  return {
    ...caches[names],
    dns_lookup_family: 'V4_PREFERRED',
    dns_refresh_rate: '60s',
    dns_min_refresh_rate: '5s',
    dns_query_timeout: '5s',
    host_ttl: '300s',
    typed_dns_resolver_config: dnsResolver(resolvers),
  };
}

/** How the proxy asks DNS servers, each `address:port`; the machine's own when there are none. */
export function dnsResolver(resolvers: readonly string[]): EnvoyConfig {
  return extension('envoy.network.dns_resolver.cares', 'extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig', {
    // search domains could turn a public name into a private one
    dns_resolver_options: { no_default_search_domain: true },
    // names are resolved before Envoy takes requests: servers that don't answer hold its start up for six seconds
    query_timeout_seconds: 1,
    query_tries: 2,
    ...(resolvers.length > 0 && { resolvers: resolvers.map(resolverAddress) }),
  });
}

function resolverAddress(resolver: string): EnvoyConfig {
  const colon = resolver.lastIndexOf(':');
  return socketAddress(resolver.slice(0, colon), Number(resolver.slice(colon + 1)));
}

// each name in use takes 70 KB, and is asked for every 5 s
const namesInUse = { listed: 4096, open: 1024 };

/** A cluster that has every address of a name as a host of its own, where those of a forward proxy are all addresses of a name. */
export function namesCluster(resolvers: readonly string[], names: Names): EnvoyConfig {
  return {
    lb_policy: 'CLUSTER_PROVIDED',
    cluster_type: extension(
      'envoy.clusters.dynamic_forward_proxy',
      'extensions.clusters.dynamic_forward_proxy.v3.ClusterConfig',
      {
        // it insists on verified TLS, and a tunnel's TLS is its agent's
        allow_insecure_cluster_options: true,
        sub_clusters_config: { lb_policy: 'ROUND_ROBIN', max_sub_clusters: namesInUse[names], sub_cluster_ttl: '60s' },
      },
    ),
    dns_lookup_family: 'V4_PREFERRED',
    typed_dns_resolver_config: dnsResolver(resolvers),
  };
}
