import { type EnvoyConfig, extension } from '../extension';
import { singleEndpoint } from '../socket-address';
import { noCircuitBreaker } from '../upstreams/upstream-cluster';

/** Fields of a listener that reads the TLS handshake's server name before it decides anything; seconds to wait for it: 5. */
export const readingServerName = readingServerNameAfter([]);

/** The same, after other filters have read what comes before the handshake. */
export function readingServerNameAfter(filters: readonly EnvoyConfig[]): EnvoyConfig {
  const tls = extension('envoy.filters.listener.tls_inspector', 'extensions.filters.listener.tls_inspector.v3.TlsInspector');
  return { listener_filters: [...filters, tls], listener_filters_timeout: '5s', continue_on_listener_filters_timeout: false };
}

/** The cluster that leads to the listener inside Envoy of the same name, with what was handed on. */
export function inwardCluster(name: string): EnvoyConfig {
  return {
    name,
    connect_timeout: '5s',
    ...noCircuitBreaker,
    load_assignment: singleEndpoint(name, { envoy_internal_address: { server_listener_name: name } }),
    transport_socket: extension('envoy.transport_sockets.internal_upstream', `${internalUpstream}.InternalUpstreamTransport`, {
      transport_socket: extension('envoy.transport_sockets.raw_buffer', 'extensions.transport_sockets.raw_buffer.v3.RawBuffer'),
    }),
  };
}

const internalUpstream = 'extensions.transport_sockets.internal_upstream.v3';
