import type { AddressSet } from '../traffic/address-set';
import { judgedAddresses } from './address-guard';
import { extensionAt, hasOnly, isPart, listAt, type Part, partAt, textAt, valueAt } from './envoy-config';
import type { Clusters } from './upstream-host';

/** What tunnels may leave through: clusters, and listeners inside Envoy, by their names. */
export interface Exits {
  readonly clusters: Clusters;
  readonly listeners: ReadonlyMap<string, Part>;
}

/**
 * The addresses that a listener inside Envoy connects to, for CONNECT and nothing else; undefined if it may do more. Each host of its
 * cluster is one address, which the cluster's own RBAC filter judges before Envoy connects to it.
 */
export function exitAddresses(inward: Part, { clusters, listeners }: Exits): AddressSet | undefined {
  const manager = managerOf(listeners.get(innerName(inward) ?? ''));
  const cluster = manager && clusters.get(connectsTo(manager) ?? '');
  return cluster && judged(cluster);
}

const inwardFields = ['name', 'connect_timeout', 'circuit_breakers', 'load_assignment', 'transport_socket'];

function innerName(cluster: Part): string | undefined {
  const socket = extensionAt(cluster.transport_socket)?.type;
  if (!hasOnly(cluster, inwardFields) || socket !== 'extensions.transport_sockets.internal_upstream.v3.InternalUpstreamTransport')
    return undefined;
  const endpoint = only(only(partAt(cluster, 'load_assignment'), 'endpoints'), 'lb_endpoints');
  return textAt(valueAt(endpoint, 'endpoint', 'address', 'envoy_internal_address'), 'server_listener_name');
}

const managerFields = [
  '@type',
  'stat_prefix',
  'codec_type',
  'upgrade_configs',
  'stream_idle_timeout',
  'delayed_close_timeout',
  'http_filters',
  'route_config',
];

function managerOf(listener: Part | undefined): Part | undefined {
  const chain = only(listener, 'filter_chains');
  const filter = extensionAt(only(chain, 'filters'));
  const isPlain = hasOnly(listener, ['name', 'internal_listener', 'filter_chains']) && hasOnly(chain, ['filters']);
  const isManager = filter?.type === 'extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';
  return isPlain && isManager && hasOnly(filter.config, managerFields) && resolvesAndRoutes(filter.config)
    ? filter.config
    : undefined;
}

/** Whether nothing stands between what is asked for and the route but what makes a cluster of it. */
function resolvesAndRoutes(manager: Part): boolean {
  const [names, router, ...more] = filtersOf(manager);
  return (
    more.length === 0 &&
    names?.type === 'extensions.filters.http.dynamic_forward_proxy.v3.FilterConfig' &&
    hasOnly(names.config, ['@type', 'sub_cluster_config']) &&
    router?.type === 'extensions.filters.http.router.v3.Router' &&
    hasOnly(router.config, ['@type'])
  );
}

const actionFields = ['cluster', 'timeout', 'idle_timeout', 'retry_policy', 'upgrade_configs'];

/** The cluster that CONNECT, and nothing but CONNECT, leads to. */
function connectsTo(manager: Part): string | undefined {
  const routes = partAt(manager, 'route_config');
  const host = only(routes, 'virtual_hosts');
  const route = only(host, 'routes');
  const known =
    hasOnly(routes, ['name', 'virtual_hosts']) &&
    hasOnly(host, ['name', 'domains', 'routes']) &&
    hasOnly(route, ['match', 'route']) &&
    hasOnly(partAt(route, 'match'), ['connect_matcher']) &&
    hasOnly(partAt(route, 'route'), actionFields);
  return known ? textAt(route, 'route', 'cluster') : undefined;
}

const clusterFields = [
  ...[
    'name',
    'connect_timeout',
    'circuit_breakers',
    'lb_policy',
    'cluster_type',
    'dns_lookup_family',
    'typed_dns_resolver_config',
  ],
  'typed_extension_protocol_options',
];

/** The addresses that a cluster's hosts, of one address each, are let through at. */
function judged(cluster: Part): AddressSet | undefined {
  const names = extensionAt(cluster.cluster_type);
  const options = Object.values(partAt(cluster, 'typed_extension_protocol_options') ?? {});
  const [, codec, ...more] = filtersOf(options[0]);
  const known =
    hasOnly(cluster, clusterFields) &&
    names?.type === 'extensions.clusters.dynamic_forward_proxy.v3.ClusterConfig' &&
    // without sub-clusters, a host is all addresses of a name, and the first is judged for them
    hasOnly(names.config, ['@type', 'allow_insecure_cluster_options', 'sub_clusters_config']) &&
    isPart(names.config.sub_clusters_config) &&
    options.length === 1 &&
    hasOnly(options[0], ['@type', 'explicit_http_config', 'http_filters']) &&
    more.length === 0 &&
    codec?.type === 'extensions.filters.http.upstream_codec.v3.UpstreamCodec';
  return known ? judgedAddresses(cluster) : undefined;
}

/** HTTP filters that are on, for all that passes; an unknown one for any other. */
const filtersOf = (value: unknown) =>
  (listAt(value, 'http_filters') ?? []).map((filter) =>
    hasOnly(filter, ['name', 'typed_config']) ? extensionAt(filter) : undefined,
  );

/** What a list holds, if it is one thing. */
function only(value: unknown, name: string): Part | undefined {
  const [first, ...more] = listAt(value, name) ?? [];
  return more.length === 0 && isPart(first) ? first : undefined;
}
