import { AddressSet } from '../traffic/address-set';
import { judgedAddresses } from './address-guard';
import { extensionAt, hasOnly, isPart, listAt, type Part, partAt, textAt, valueAt } from './envoy-config';

/** A host and port. */
export interface Authority {
  readonly host: string;
  readonly port: number;
}

/** Where requests to a cluster go. */
export interface UpstreamAddresses {
  /** Addresses that they may reach; undefined if any. */
  readonly addresses: AddressSet | undefined;
  /** Whether what they reach is what was asked for, or what the operator wrote down. */
  readonly isClear: boolean;
}

/** The addresses of a cluster that requests for a host and port are sent to, by a route that sets up filters of these names. */
export function upstreamAddresses(cluster: Part, asked: Authority, toldByRoute: readonly string[]): UpstreamAddresses {
  // an address that the operator wrote down is one that the operator allows: no name is resolved
  if (cluster.type === 'STATIC') return { addresses: AddressSet.none, isClear: true };
  return isResolved(cluster) && isOnly(cluster, asked)
    ? { addresses: judgedAddresses(cluster, toldByRoute), isClear: true }
    : { addresses: AddressSet.none, isClear: false };
}

// without all_addresses_in_single_endpoint, which would make one host of them, judged by its first address
const resolving = [
  ...['@type', 'dns_lookup_family', 'dns_refresh_rate', 'dns_failure_refresh_rate', 'dns_min_refresh_rate', 'respect_dns_ttl'],
  'typed_dns_resolver_config',
];

/** Whether each address that a name resolves to is a host of its own. */
function isResolved(cluster: Part): boolean {
  const names = extensionAt(cluster.cluster_type);
  return names?.type === 'extensions.clusters.dns.v3.DnsCluster' && hasOnly(names.config, resolving);
}

/** Whether that host and port are all that a cluster resolves. */
function isOnly(cluster: Part, { host, port }: Authority): boolean {
  const endpoints = listAt(partAt(cluster, 'load_assignment'), 'endpoints') ?? [];
  const [endpoint, ...more] = endpoints.flatMap((each) => listAt(each, 'lb_endpoints') ?? [undefined]);
  const address = partAt(endpoint, 'endpoint', 'address', 'socket_address');
  const known = isPart(endpoint) && hasOnly(endpoint, ['endpoint']) && hasOnly(valueAt(endpoint, 'endpoint'), ['address']);
  return known && more.length === 0 && textAt(address, 'address') === host && address?.port_value === port;
}
