import type { Destination } from '../../policy/destination';
import { type HostPattern, hostMatches } from '../../policy/host-pattern';
import { reportablePort } from '../../policy/report-mode';
import type { AuditLog } from '../access-log/audit-log';
import { tunnelAuditLog } from '../access-log/audit-log';
import type { Resolve } from '../bootstrap-props';
import { call, field, ident, text } from '../cel-tree';
import { type EnvoyConfig, extension } from '../extension';
import { addressRule } from '../filters/address-guard';
import type { Rendered } from '../renderable';
import { singleEndpoint, socketAddress } from '../socket-address';
import { dnsCache, type Names } from '../upstreams/dns-cache';
import { findResolve } from '../upstreams/resolve';
import { noCircuitBreaker } from '../upstreams/upstream-cluster';
import { inwardCluster, readingServerName } from './internal-listener';
import { exitName, type TunnelExit } from './tunnel-exit';

/** Name of the internal listener, and of the cluster that leads to it, for tunnels to one upstream port. */
export const tunnelName = (port: number) => `tunnel-${port}`;

/** What the tunnels of a proxy need to know besides the policy. */
export interface TunnelContext {
  readonly tunnels: readonly Rendered[];
  readonly resolve: readonly Resolve[];
  /** DNS servers as `address:port`; the machine's own when empty. */
  readonly resolvers: readonly string[];
  readonly log: AuditLog;
  /** Destinations whose hosts report mode opens no tunnel to. */
  readonly withoutReportTunnel: readonly Destination[];
}

/** The upstream ports of all tunnels, also of those that only report mode opens, ascending. */
export function tunnelPorts({ tunnels, log }: TunnelContext): readonly number[] {
  const ports = tunnels.flatMap(({ ports }) => ports);
  return [...new Set(log.reportEnd ? [...ports, reportablePort] : ports)].sort((a, b) => a - b);
}

/** The listener inside Envoy that an opened tunnel runs through: it reads the TLS handshake's name before anything is forwarded. */
export function tunnelListener(port: number, context: TunnelContext): EnvoyConfig {
  return {
    name: tunnelName(port),
    internal_listener: {},
    ...readingServerName,
    access_log: tunnelAuditLog(port, context.log),
    filter_chains: [...fixedChains(port, context), ...namedChains(port, context), publicChain(port, context)],
  };
}

/** Clusters that lead into and out of the tunnel listener of one port. */
export function tunnelClusters(port: number, context: TunnelContext): readonly EnvoyConfig[] {
  const fixed = resolvedHosts(port, context).map((entry) => ({
    name: fixedName(entry),
    type: 'STATIC',
    connect_timeout: '5s',
    ...noCircuitBreaker,
    load_assignment: singleEndpoint(fixedName(entry), socketAddress(entry.address, entry.addressPort)),
  }));
  return [inwardCluster(tunnelName(port)), ...fixed];
}

/** The exits of all tunnels: of those with addresses of their own, and of all others. */
export function tunnelExits({ tunnels }: TunnelContext): readonly TunnelExit[] {
  const both = ['listed', 'open'] as const;
  const own = tunnels.filter(({ addresses }) => addresses.length > 0);
  return [
    ...both.map((names): TunnelExit => ({ names, addresses: [] })),
    ...own.flatMap(({ name, hosts, addresses }) =>
      both
        .filter((names) => namesOf(hosts, names).length > 0)
        .map((names): TunnelExit => ({ names, addresses, destination: name })),
    ),
  ];
}

const fixedName = ({ host, port }: Resolve) => `tunnel-fixed-${host}-${port}`;

function resolvedHosts(port: number, context: TunnelContext): readonly Resolve[] {
  const { tunnels, resolve } = context;
  const reachable = (host: string) =>
    tunnels.some(({ hosts, ports }) => ports.includes(port) && hosts.some((pattern) => hostMatches(pattern, host))) ||
    isReported(host, port, context);
  return resolve.filter(
    (entry) =>
      entry.port === port &&
      reachable(entry.host.toLowerCase()) &&
      findResolve(resolve, entry.host.toLowerCase(), port) === entry,
  );
}

const isReported = (host: string, port: number, { log, withoutReportTunnel }: TunnelContext): boolean =>
  log.reportEnd !== undefined &&
  port === reportablePort &&
  !withoutReportTunnel.some(({ hosts }) => hosts.some((pattern) => hostMatches(pattern, host)));

function fixedChains(port: number, context: TunnelContext): readonly EnvoyConfig[] {
  return resolvedHosts(port, context).map((entry) => ({
    filter_chain_match: { transport_protocol: 'tls', server_names: [entry.host.toLowerCase()] },
    filters: [sameName(port), passOn(fixedName(entry))],
  }));
}

/** Chains for the names of tunnels: those with addresses of their own, and all others that the policy lists. */
function namedChains(port: number, context: TunnelContext): readonly EnvoyConfig[] {
  const tunnels = context.tunnels.filter(({ ports }) => ports.includes(port));
  const fixed = new Set(resolvedHosts(port, context).map(({ host }) => host.toLowerCase()));
  const chain = (hosts: readonly HostPattern[], exit: TunnelExit): EnvoyConfig => ({
    filter_chain_match: {
      transport_protocol: 'tls',
      server_names: namesOf(hosts, exit.names).filter((name) => !fixed.has(name)),
    },
    filters: resolving(port, exit, context.resolvers),
  });
  const permitted = tunnels.filter(({ addresses }) => addresses.length > 0);
  const others = tunnels.filter((tunnel) => !permitted.includes(tunnel)).flatMap(({ hosts }) => hosts);
  const chains = permitted.flatMap(({ name, hosts, addresses }) => [
    chain(hosts, { names: 'listed', addresses, destination: name }),
    chain(hosts, { names: 'open', addresses, destination: name }),
  ]);
  return [...chains, chain(others, { names: 'listed', addresses: [] })].filter(namesSome);
}

// the names that a wildcard stands for are an agent's to make up
const namesOf = (hosts: readonly HostPattern[], names: Names): readonly string[] => [
  ...new Set(hosts.filter(({ wildcard }) => wildcard === (names === 'open')).map(({ text }) => text)),
];

const namesSome = ({ filter_chain_match }: EnvoyConfig): boolean =>
  (filter_chain_match as { server_names: readonly string[] }).server_names.length > 0;

function publicChain(port: number, { resolvers }: TunnelContext): EnvoyConfig {
  return {
    filter_chain_match: { transport_protocol: 'tls' },
    filters: resolving(port, { names: 'open', addresses: [] }, resolvers),
  };
}

function resolving(port: number, exit: TunnelExit, resolvers: readonly string[]): readonly EnvoyConfig[] {
  return [
    sameName(port),
    extension(
      'envoy.filters.network.sni_dynamic_forward_proxy',
      'extensions.filters.network.sni_dynamic_forward_proxy.v3.FilterConfig',
      {
        port_value: port,
        dns_cache_config: dnsCache(resolvers, exit.names),
        save_upstream_address: true,
      },
    ),
    networkRbac('airlock_address', addressRule(exit.addresses)),
    passOn(exitName(exit), { hostname: `%REQUESTED_SERVER_NAME%:${port}` }),
  ];
}

/** CONNECT's host must be the handshake's name, or an allowed name would front for another (domain fronting). */
function sameName(port: number): EnvoyConfig {
  const authority = call('lowerAscii', [], call('string', [call('_[_]', [ident('filter_state'), text('airlock.authority')])]));
  const name = field('connection', 'requested_server_name');
  const condition = call('_==_', [authority, call('_+_', [name, text(`:${port}`)])]);
  return networkRbac('airlock_name', {
    action: 'ALLOW',
    policies: {
      'same-name': {
        principals: [{ any: true }],
        permissions: [{ any: true }],
        condition,
        cel_config: { enable_string_conversion: true, enable_string_concat: true, enable_string_functions: true },
      },
    },
  });
}

function networkRbac(stat_prefix: string, rules: EnvoyConfig): EnvoyConfig {
  return extension('envoy.filters.network.rbac', 'extensions.filters.network.rbac.v3.RBAC', { stat_prefix, rules });
}

function passOn(cluster: string, tunneling_config?: EnvoyConfig): EnvoyConfig {
  return extension('envoy.filters.network.tcp_proxy', 'extensions.filters.network.tcp_proxy.v3.TcpProxy', {
    stat_prefix: 'tunnel',
    cluster,
    idle_timeout: '3600s',
    // by default tcp_proxy connects before the filters in front of it have decided
    upstream_connect_mode: 'ON_DOWNSTREAM_DATA',
    max_early_data_bytes: 16_384,
    ...(tunneling_config && { tunneling_config }),
  });
}
