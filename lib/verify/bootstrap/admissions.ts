import { type Admission, unclear, unknownFields } from './admission';
import { secretsGivenAway } from './answer';
import type { InnerListeners } from './connect-route';
import { type ManagerContext, managerAdmissions } from './connection-manager';
import { extensionAt, isPart, listAt, type Part, partAt, textAt } from './envoy-config';
import { type Admitted, interceptOf } from './intercept-listener';
import { leadsToOwnPort } from './own-port';
import { logProblems } from './record';
import { tunnelOf } from './tunnel-listener';
import type { Clusters } from './upstream-host';

/**
 * What a configuration of Envoy lets through, every listener of it. Whatever isn't known to let nothing through is an admission that isn't
 * clear, so that an empty list means that nothing passes.
 */
export function admissions(config: Part): Admission[] {
  const statics = partAt(config, 'static_resources');
  const [listeners, clusters] = [listAt(statics, 'listeners'), listAt(statics, 'clusters')];
  if (!statics || !listeners || !clusters) return [unclear('its listeners come from elsewhere')];
  const byName = named(clusters);
  const internal = listeners
    .filter(isPart)
    .filter((listener) => isPart(listener.internal_listener) && listener.address === undefined);
  const inner = innerListeners(internal, byName);
  return [
    ...processProblems(config),
    ...secretsGivenAway(config),
    ...unknownFields(statics, 'static_resources', ['listeners', 'clusters', 'secrets']),
    ...(byName.size < clusters.length || inner.size < internal.length
      ? [unclear('a name stands for several clusters or listeners')]
      : []),
    ...listeners.flatMap((listener) => [
      ...unknownFields(listener, `the listener '${textAt(listener, 'name')}'`, listenerFields),
      ...listenerProblems(listener),
      ...logProblems(listener, 'a listener'),
    ]),
    ...listeners
      .filter((listener) => !internal.includes(listener as Part))
      .flatMap((listener) => chainsOf(listener).map((chain) => ({ listener, chain })))
      .flatMap(({ listener, chain }) => chainAdmissions(chain, { clusters: byName, inner, listener, listeners })),
  ];
}

function innerListeners(internal: readonly Part[], clusters: Clusters): InnerListeners {
  const admitted: Admitted = (manager, agent, only) => managerAdmissions(manager, { agent, only, clusters, inner: new Map() });
  return new Map(
    internal.map((listener) => [
      textAt(listener, 'name') ?? '',
      'filter_chain_matcher' in listener
        ? interceptOf(listener, admitted)
        : tunnelOf(listener, { clusters, listeners: named(internal) }),
    ]),
  );
}

const named = (parts: readonly unknown[]): Map<string, Part> =>
  new Map(parts.filter(isPart).map((part) => [textAt(part, 'name') ?? '', part]));

const listenerFields = [
  ...[
    'name',
    'address',
    'internal_listener',
    'additional_addresses',
    'filter_chains',
    'default_filter_chain',
    'listener_filters',
  ],
  ...['listener_filters_timeout', 'continue_on_listener_filters_timeout', 'access_log', 'per_connection_buffer_limit_bytes'],
  ...['enable_reuse_port', 'socket_options', 'stat_prefix', 'filter_chain_matcher'],
];

const harmlessListenerFilters = [
  'extensions.filters.listener.proxy_protocol.v3.ProxyProtocol',
  'extensions.filters.listener.tls_inspector.v3.TlsInspector',
  'extensions.filters.listener.http_inspector.v3.HttpInspector',
];

const listenerProblems = (listener: unknown): Admission[] =>
  (listAt(listener, 'listener_filters') ?? [undefined])
    .map((filter) => extensionAt(filter)?.type ?? 'none')
    .filter((type) => !harmlessListenerFilters.includes(type))
    .map((type) => unclear(`a listener's filter of type ${type}, which isn't known`));

function chainsOf(listener: unknown): readonly unknown[] {
  const last = isPart(listener) ? listener.default_filter_chain : undefined;
  return [...(listAt(listener, 'filter_chains') ?? [undefined]), ...(last === undefined ? [] : [last])];
}

/** Filters that may close a connection and do nothing else. */
const closing = [
  'extensions.filters.network.rbac.v3.RBAC',
  'extensions.filters.network.connection_limit.v3.ConnectionLimit',
  'extensions.filters.network.direct_response.v3.Config',
];
const managerType = 'extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';
const forwardType = 'extensions.filters.network.tcp_proxy.v3.TcpProxy';

interface ChainContext extends ManagerContext {
  readonly listener: unknown;
  readonly listeners: readonly unknown[];
}

function chainAdmissions(chain: unknown, context: ChainContext): Admission[] {
  const filters = listAt(chain, 'filters');
  if (!filters) return [unclear('a filter chain can not be read')];
  return [
    ...unknownFields(chain, 'a filter chain', ['name', 'filter_chain_match', 'filters']),
    ...filters.map(extensionAt).flatMap((filter) => filterAdmissions(filter, context)),
  ];
}

function filterAdmissions(filter: ReturnType<typeof extensionAt>, context: ChainContext): Admission[] {
  if (filter?.type === managerType) return managerAdmissions(filter.config, context);
  if (filter?.type === forwardType) {
    if (leadsToOwnPort(filter.config, context.listener, context.clusters, context.listeners)) return [];
    return [unclear(`what is passed on unread to '${String(filter.config.cluster)}'`)];
  }
  const isKnown = filter !== undefined && closing.includes(filter.type);
  return isKnown ? [] : [unclear(`a network filter of type ${filter?.type}, which isn't known`)];
}

const processFields = ['node', 'admin', 'bootstrap_extensions', 'layered_runtime', 'overload_manager', 'static_resources'];

function processProblems(config: Part): Admission[] {
  const layers = listAt(partAt(config, 'layered_runtime') ?? {}, 'layers') ?? [undefined];
  const keys = layers.flatMap((layer) => Object.keys(partAt(layer, 'static_layer') ?? { unknown: true }));
  const extensions = listAt(config, 'bootstrap_extensions') ?? [undefined];
  const known = 'extensions.bootstrap.internal_listener.v3.InternalListener';
  return [
    ...unknownFields(config, 'the configuration', processFields),
    ...(keys.every((key) => key.startsWith('re2.') || key === 'http.max_requests_per_io_cycle')
      ? []
      : [unclear("runtime settings whose effect isn't known")]),
    ...(extensions.every((each) => extensionAt(each)?.type === known) ? [] : [unclear("an extension that isn't known")]),
    ...(config.admin === undefined || partAt(config, 'admin', 'address', 'pipe') ? [] : [unclear('an administration port')]),
  ];
}
