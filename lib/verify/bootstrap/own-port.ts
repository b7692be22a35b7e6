import { isSame } from './cel';
import { extensionAt, hasOnly, listAt, type Part, partAt, textAt, valueAt } from './envoy-config';
import type { Clusters } from './upstream-host';

const forwardFields = ['@type', 'stat_prefix', 'cluster', 'idle_timeout', 'tunneling_config'];
const clusterFields = ['name', 'type', 'connect_timeout', 'circuit_breakers', 'load_assignment', 'transport_socket'];

/**
 * Whether a filter of `entrance` passes bytes on to a port of this very proxy, where they are judged as an agent's own: whatever is sent
 * there, an agent could send itself. Where that port tells agents apart, it must be told who comes.
 */
export function leadsToOwnPort(forward: Part, entrance: unknown, clusters: Clusters, listeners: readonly unknown[]): boolean {
  const cluster = clusters.get(String(forward.cluster));
  const isPlain = hasOnly(forward, forwardFields) && hasOnly(forward.tunneling_config ?? {}, ['hostname']);
  const address = cluster && fixedAddress(cluster);
  if (!isPlain || !address) return false;
  const [listener, ...others] = listeners.filter((each) => each !== entrance && listensAt(each, address));
  const tells = isSame(cluster.transport_socket && extensionAt(cluster.transport_socket)?.config, writesSource);
  if (listener === undefined || others.length > 0 || (cluster.transport_socket !== undefined && !tells)) return false;
  return isOnesOwn(listener) || (tells && readsSource(entrance));
}

function fixedAddress(cluster: Part): Part | undefined {
  const endpoints = listAt(partAt(cluster, 'load_assignment'), 'endpoints') ?? [];
  const [endpoint, ...others] = endpoints.flatMap((each) => listAt(each, 'lb_endpoints') ?? [undefined]);
  const isFixed = cluster.type === 'STATIC' && hasOnly(cluster, clusterFields) && others.length === 0;
  return isFixed ? partAt(endpoint, 'endpoint', 'address', 'socket_address') : undefined;
}

/** Whether a listener takes what is sent to an address: one that listens at every address takes what is sent to this machine's. */
function listensAt(listener: unknown, { address, port_value: port }: Part): boolean {
  const also = listAt(listener, 'additional_addresses') ?? [];
  const own = [valueAt(listener, 'address'), ...also.map((each) => valueAt(each, 'address'))];
  return own.some((each) => {
    const at = textAt(each, 'socket_address', 'address');
    const isThis = at === address || (at === '0.0.0.0' && address === '127.0.0.1');
    return at !== undefined && isThis && valueAt(each, 'socket_address', 'port_value') === port;
  });
}

/** Whether all connections of a listener are one agent's. */
function isOnesOwn(listener: unknown): boolean {
  const chains = listAt(listener, 'filter_chains') ?? [];
  return chains.length === 1 && valueAt(chains[0], 'filter_chain_match') === undefined;
}

const type = (name: string) => `type.googleapis.com/envoy.extensions.${name}`;
// AWS's TLV, which says by which endpoint somebody comes
const endpoint = { match_type: 'INCLUDE', tlv_type: [0xea] };

/** Writes a PROXY protocol header with the source and the endpoint of the connection that it is for. */
const writesSource = {
  '@type': type('transport_sockets.proxy_protocol.v3.ProxyProtocolUpstreamTransport'),
  config: { version: 'V2', pass_through_tlvs: endpoint },
  transport_socket: {
    name: 'envoy.transport_sockets.raw_buffer',
    typed_config: { '@type': type('transport_sockets.raw_buffer.v3.RawBuffer') },
  },
};

/** Whether nobody comes to a listener without such a header. */
const readsSource = (listener: unknown): boolean =>
  (listAt(listener, 'listener_filters') ?? []).some((filter) => {
    const { type: name, config } = extensionAt(filter) ?? {};
    const isHeader = name === 'extensions.filters.listener.proxy_protocol.v3.ProxyProtocol';
    return isHeader && config?.allow_requests_without_proxy_protocol === undefined;
  });
