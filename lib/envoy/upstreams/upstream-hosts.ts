import ipaddr from 'ipaddr.js';
import type { BootstrapProps } from '../bootstrap-props';
import { type EnvoyConfig, extension } from '../extension';
import { singleEndpoint, socketAddress } from '../socket-address';
import { dnsResolver } from './dns-cache';
import { findResolve } from './resolve';

/** A host and port that a cluster leads to. */
export interface NamedHost {
  readonly host: string;
  readonly port: number;
}

/** The part of a cluster that says where its hosts are: where the operator fixed it, at the address that is its name, or where DNS says. */
export function upstreamHosts(cluster: string, { host, port }: NamedHost, props: BootstrapProps): EnvoyConfig {
  const fixed = findResolve(props.resolve, host, port);
  const { address, addressPort } = fixed ?? { address: host, addressPort: port };
  const load_assignment = singleEndpoint(cluster, socketAddress(address, addressPort));
  // nobody judges where a fixed name leads: Envoy refuses it as an address
  if (fixed || ipaddr.isValid(host)) return { type: 'STATIC', load_assignment };
  return { ...resolved(props.resolvers ?? []), load_assignment };
}

/** Each address of a name is a host of its own, as one with several would be judged by its first. */
const resolved = (resolvers: readonly string[]): EnvoyConfig => ({
  cluster_type: extension('envoy.clusters.dns', 'extensions.clusters.dns.v3.DnsCluster', {
    dns_lookup_family: 'V4_PREFERRED',
    // for answers that don't say how long they hold: those without an address, and those of no seconds
    dns_refresh_rate: '5s',
    dns_failure_refresh_rate: { base_interval: '1s', max_interval: '10s' },
    dns_min_refresh_rate: '5s',
    respect_dns_ttl: true,
    typed_dns_resolver_config: dnsResolver(resolvers),
  }),
  outlier_detection: withoutDeadAddresses,
});

// an address that takes no connection would otherwise be tried in every turn; answers of an upstream never count
const withoutDeadAddresses: EnvoyConfig = {
  split_external_local_origin_errors: true,
  consecutive_local_origin_failure: 2,
  max_ejection_percent: 100,
  enforcing_consecutive_5xx: 0,
  enforcing_success_rate: 0,
  enforcing_local_origin_success_rate: 0,
};
