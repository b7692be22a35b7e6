import { type EnvoyConfig, extension, typed } from '../extension';
import { addressGuard } from '../filters/address-guard';
import { atAnotherAddress } from '../upstreams/another-address';
import { type Names, namesCluster } from '../upstreams/dns-cache';
import { noCircuitBreaker } from '../upstreams/upstream-cluster';
import { inwardCluster } from './internal-listener';

/** What tunnels leave through: to resolved names, at addresses that are judged one by one. */
export interface TunnelExit {
  readonly names: Names;
  /** Blocks that the names may resolve to; any public address when empty. */
  readonly addresses: readonly string[];
  /** The destination with these addresses. @default - any other */
  readonly destination?: string;
}

/** Name of an exit's listener inside Envoy, and of the cluster that leads to it. */
export const exitName = (exit: TunnelExit) => named('tunnel-exit', exit);
const upstreamName = (exit: TunnelExit) => named('tunnel-upstream', exit);

const named = (prefix: string, { names, destination }: TunnelExit) =>
  [prefix, names, ...(destination ? [destination] : [])].join('-');

/** Clusters that lead to an exit and from it to the names. */
export function exitClusters(exit: TunnelExit, resolvers: readonly string[]): readonly EnvoyConfig[] {
  return [
    inwardCluster(exitName(exit)),
    {
      name: upstreamName(exit),
      connect_timeout: '5s',
      ...noCircuitBreaker,
      ...namesCluster(resolvers, exit.names),
      typed_extension_protocol_options: {
        'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': typed('extensions.upstreams.http.v3.HttpProtocolOptions', {
          explicit_http_config: { http_protocol_options: {} },
          http_filters: [
            addressGuard(exit.addresses),
            extension('envoy.filters.http.upstream_codec', 'extensions.filters.http.upstream_codec.v3.UpstreamCodec'),
          ],
        }),
      },
    },
  ];
}

/** The listener inside Envoy that connects to one address of the name that the tunnel listener asks for, if it may. */
export function exitListener(exit: TunnelExit): EnvoyConfig {
  const manager = extension(
    'envoy.filters.network.http_connection_manager',
    'extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
    {
      stat_prefix: 'tunnel_exit',
      codec_type: 'HTTP1',
      upgrade_configs: [{ upgrade_type: 'CONNECT' }],
      // the tunnel's own listener ends what is idle, and hears at once of an upstream that closes
      stream_idle_timeout: '0s',
      delayed_close_timeout: '0s',
      http_filters: [
        extension('envoy.filters.http.dynamic_forward_proxy', 'extensions.filters.http.dynamic_forward_proxy.v3.FilterConfig', {
          sub_cluster_config: { cluster_init_timeout: '5s' },
        }),
        extension('envoy.filters.http.router', 'extensions.filters.http.router.v3.Router'),
      ],
      route_config: {
        name: exitName(exit),
        virtual_hosts: [{ name: 'names', domains: ['*'], routes: [connectTo(upstreamName(exit))] }],
      },
    },
  );
  return { name: exitName(exit), internal_listener: {}, filter_chains: [{ filters: [manager] }] };
}

function connectTo(cluster: string): EnvoyConfig {
  return {
    match: { connect_matcher: {} },
    route: {
      cluster,
      timeout: '0s',
      idle_timeout: '0s',
      retry_policy: atAnotherAddress('connect-failure'),
      upgrade_configs: [{ upgrade_type: 'CONNECT', connect_config: {} }],
    },
  };
}
