import { type EnvoyConfig, extension } from './extension';

/** Where the interface endpoint's id of a PROXY protocol header is kept for the rules on endpoints. */
export const endpointMetadata = { namespace: 'airlock', key: 'endpoint' } as const;

// https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html: PP2_TYPE_AWS
const awsTlv = 0xea;

/** Reads the PROXY protocol v2 header that a Network Load Balancer puts before each connection; without it the connection is closed. */
export function proxyProtocol({ optional = false } = {}): EnvoyConfig {
  const { namespace, key } = endpointMetadata;
  return extension('envoy.filters.listener.proxy_protocol', 'extensions.filters.listener.proxy_protocol.v3.ProxyProtocol', {
    ...(optional && { allow_requests_without_proxy_protocol: true }),
    disallowed_versions: ['V1'],
    rules: [{ tlv_type: awsTlv, on_tlv_present: { metadata_namespace: namespace, key } }],
  });
}
