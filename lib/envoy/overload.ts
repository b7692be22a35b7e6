import { type EnvoyConfig, extension } from './extension';

/** Connections that one proxy takes; each needs some 30 KiB before it is used. */
export const mostConnections = 50_000;

/** Memory that a proxy may use unless it is told otherwise, in bytes. */
const defaultMemoryBytes = 1024 ** 3;

const heap = 'envoy.resource_monitors.fixed_heap';

/** What a proxy refuses before it would be ended for want of memory: first requests, with 503, then connections. */
export function overloadManager(memoryBytes = defaultMemoryBytes): EnvoyConfig {
  return {
    refresh_interval: '0.25s',
    resource_monitors: [
      extension('envoy.resource_monitors.global_downstream_max_connections', connections, {
        max_active_downstream_connections: mostConnections,
      }),
      extension(heap, 'extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig', { max_heap_size_bytes: memoryBytes }),
    ],
    actions: [
      action('shrink_heap', 0.8),
      action('disable_http_keepalive', 0.85),
      action('stop_accepting_requests', 0.9),
      action('reject_incoming_connections', 0.95),
    ],
  };
}

const connections = 'extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig';

const action = (name: string, value: number): EnvoyConfig => ({
  name: `envoy.overload_actions.${name}`,
  triggers: [{ name: heap, threshold: { value } }],
});
