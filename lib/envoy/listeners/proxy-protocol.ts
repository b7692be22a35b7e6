import { type EnvoyConfig, extension } from '../extension';

/** Where the interface endpoint's id of a PROXY protocol header is kept for the rules on endpoints. */
export const endpointMetadata = { namespace: 'airlock', key: 'endpoint' } as const;

// https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html: PP2_TYPE_AWS
const awsTlv = 0xea;
const theEndpoint: EnvoyConfig = { match_type: 'INCLUDE', tlv_type: [awsTlv] };

/**
 * Reads the PROXY protocol v2 header that a Network Load Balancer puts before each connection; without it the connection is closed, unless it
 * is `optional`. What the header says of the endpoint is `kept` for a header that is written anew.
 */
export function proxyProtocol({ optional = false, kept = false } = {}): EnvoyConfig {
  const { namespace, key } = endpointMetadata;
  return extension('envoy.filters.listener.proxy_protocol', 'extensions.filters.listener.proxy_protocol.v3.ProxyProtocol', {
    ...(optional && { allow_requests_without_proxy_protocol: true }),
    disallowed_versions: ['V1'],
    ...(kept && { pass_through_tlvs: theEndpoint }),
    rules: [{ tlv_type: awsTlv, on_tlv_present: { metadata_namespace: namespace, key } }],
  });
}

/** Writes such a header before a connection of the proxy's own, with the source and the endpoint of the one that it is made for. */
export const writtenProxyProtocol: EnvoyConfig = extension(
  'envoy.transport_sockets.upstream_proxy_protocol',
  'extensions.transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport',
  {
    config: { version: 'V2', pass_through_tlvs: theEndpoint },
    transport_socket: extension('envoy.transport_sockets.raw_buffer', 'extensions.transport_sockets.raw_buffer.v3.RawBuffer'),
  },
);
