import type { AuthoritySource, BootstrapProps } from '../bootstrap-props';
import { credentialFilters } from '../credentials/credential-filters';
import { type EnvoyConfig, extension, typed } from '../extension';
import { addressGuard } from '../filters/address-guard';
import { stripFromProxy } from '../filters/header-hygiene';
import type { Rendered } from '../renderable';
import { findResolve } from './resolve';
import { clusterName, type Upstream } from './upstream';
import { upstreamHosts } from './upstream-hosts';
import { publicAuthority, verifiedTls } from './upstream-verification';

/** What an upstream is, how it is verified, at which addresses, and the credential that only it is given. */
export function upstreamCluster(upstream: Upstream, props: BootstrapProps): EnvoyConfig {
  const { destination, host } = upstream;
  const name = clusterName(upstream);
  return {
    name,
    connect_timeout: '5s',
    per_connection_buffer_limit_bytes: 65_536,
    ...noCircuitBreaker,
    ...upstreamHosts(name, upstream, props),
    transport_socket: verifiedTls(host, authorityOf(destination, props)),
    typed_extension_protocol_options: {
      'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': httpProtocol(upstream, props),
    },
  };
}

/** Envoy's default of 1024 connections and requests would turn away the agents of a busy proxy; limits are the policy's to set. */
export const noCircuitBreaker: EnvoyConfig = {
  circuit_breakers: {
    thresholds: ['DEFAULT', 'HIGH'].map((priority) => ({
      priority,
      max_connections: 1_000_000,
      max_pending_requests: 1_000_000,
      max_requests: 1_000_000,
      max_retries: 1_000,
    })),
  },
};

function authorityOf({ name, ca }: Rendered, { trustedCa, certificates = {} }: BootstrapProps): AuthoritySource {
  if (!ca) return publicAuthority(trustedCa);
  const source = certificates[ca];
  if (!source) throw new Error(`destination '${name}': no certificate was given for upstream.ca '${ca}'`);
  return source;
}

// an upstream may send that much that an agent doesn't read, and all streams of a connection together can't hold up another agent's
const boundedStreams: EnvoyConfig = {
  max_concurrent_streams: 100,
  initial_stream_window_size: 1_048_576,
  initial_connection_window_size: 134_217_728,
};

function httpProtocol({ destination, host, port }: Upstream, props: BootstrapProps): EnvoyConfig {
  return typed('extensions.upstreams.http.v3.HttpProtocolOptions', {
    auto_config: { http_protocol_options: {}, http2_protocol_options: boundedStreams },
    // an open connection stays verified by the authorities of its beginning; its streams are not cut
    common_http_protocol_options: { idle_timeout: '300s', max_connection_duration: '600s' },
    http_filters: [
      // an address that the operator fixed is one that the operator allows
      ...(findResolve(props.resolve, host, port) ? [] : [addressGuard(destination.addresses)]),
      stripFromProxy,
      ...credentialFilters(destination, props),
      extension('envoy.filters.http.upstream_codec', 'extensions.filters.http.upstream_codec.v3.UpstreamCodec'),
    ],
  });
}
