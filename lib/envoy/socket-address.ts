import type { EnvoyConfig } from './extension';

/** A TCP address. */
export function socketAddress(address: string, port: number): EnvoyConfig {
  return { socket_address: { address, port_value: port } };
}

/** The load assignment of a cluster with one fixed endpoint. */
export function singleEndpoint(cluster: string, address: EnvoyConfig): EnvoyConfig {
  return { cluster_name: cluster, endpoints: [{ lb_endpoints: [{ endpoint: { address } }] }] };
}
