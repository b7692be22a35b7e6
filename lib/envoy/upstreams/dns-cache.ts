import { type EnvoyConfig, extension } from '../extension';
import { socketAddress } from '../socket-address';

/** What decides how names are resolved; Envoy wants the configuration of a cache equal everywhere. */
export interface NameResolution {
  /** Hosts to resolve at start, `host` and `port`. */
  readonly preresolve: readonly { readonly host: string; readonly port: number }[];
  /** DNS servers as `address:port`; the machine's own when empty. */
  readonly resolvers: readonly string[];
}

/** Whose names a cache holds: those that the policy lists, or those that an agent makes up, for a wildcard or in report mode. */
export type Names = 'listed' | 'open';

// a policy may list ten thousand names; what an agent makes up is bounded, and takes the place of no listed name
const caches = { listed: { name: 'airlock', max_hosts: 65_536 }, open: { name: 'airlock-open', max_hosts: 4096 } };

/** The proxy resolves names itself: what the agent's resolver says never decides where a connection goes. */
export function dnsCache({ preresolve, resolvers }: NameResolution, names: Names = 'listed'): EnvoyConfig {
  return {
    ...caches[names],
    dns_lookup_family: 'V4_PREFERRED',
    dns_refresh_rate: '60s',
    dns_min_refresh_rate: '5s',
    dns_query_timeout: '5s',
    host_ttl: '300s',
    ...(names === 'listed' && {
      preresolve_hostnames: preresolve.map(({ host, port }) => ({ address: host, port_value: port })),
    }),
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

/** A cluster whose hosts are what the DNS cache of listed names holds. */
export function forwardProxyCluster(resolution: NameResolution): EnvoyConfig {
  return {
    lb_policy: 'CLUSTER_PROVIDED',
    cluster_type: extension(
      'envoy.clusters.dynamic_forward_proxy',
      'extensions.clusters.dynamic_forward_proxy.v3.ClusterConfig',
      {
        dns_cache_config: dnsCache(resolution),
      },
    ),
  };
}

// each name in use takes 70 KB, and is asked for every 5 s
const namesInUse = { listed: 4096, open: 1024 };

/** A cluster that has every address of a name as a host of its own, where those of a forward proxy are all addresses of a name. */
export function namesCluster({ resolvers }: NameResolution, names: Names): EnvoyConfig {
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
