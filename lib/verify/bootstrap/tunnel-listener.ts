import type { AddressSet } from '../traffic/address-set';
import { guardedAddresses } from './address-guard';
import { call, field, ident, isSame, text } from './cel';
import { extensionAt, hasOnly, isPart, listAt, type Part, partAt, textAt, valueAt } from './envoy-config';
import { type Clusters, isResolving } from './upstream-host';

/** A listener inside Envoy that reads the TLS handshake's name: it passes on to that name and no other than CONNECT asked for. */
export interface Tunnel {
  readonly kind: 'tunnel';
  readonly port: number;
  /** Addresses that the names may resolve to: of each chain, for its names or for all the others. */
  readonly chains: readonly { readonly names: readonly string[]; readonly addresses: AddressSet | undefined }[];
}

/** What an internal listener passes on, undefined if it may pass on more than what CONNECT asked for. */
export function tunnelOf(listener: Part, clusters: Clusters): Tunnel | undefined {
  const chains = listAt(listener, 'filter_chains')?.map((chain) => chainOf(chain, clusters));
  if (!chains || chains.length === 0 || 'default_filter_chain' in listener) return undefined;
  const [first] = chains;
  const same = chains.every((chain) => chain && chain.port === first?.port);
  return same && first ? { kind: 'tunnel', port: first.port, chains: chains.flatMap((chain) => chain ?? []) } : undefined;
}

interface Chain {
  readonly port: number;
  readonly names: readonly string[];
  readonly addresses: AddressSet | undefined;
}

const rbac = 'extensions.filters.network.rbac.v3.RBAC';
const resolve = 'extensions.filters.network.sni_dynamic_forward_proxy.v3.FilterConfig';
const passOn = 'extensions.filters.network.tcp_proxy.v3.TcpProxy';

const exitFields = ['name', 'cluster_type', 'lb_policy', 'connect_timeout', 'circuit_breakers'];

function chainOf(chain: unknown, clusters: Clusters): Chain | undefined {
  const filters = listAt(chain, 'filters')?.map(extensionAt) ?? [];
  const [name, ...rest] = filters;
  const last = rest.at(-1);
  const port = name?.type === rbac ? sameNamePort(name.config) : undefined;
  const cluster = last?.type === passOn ? cautious(last.config, clusters) : undefined;
  if (port === undefined || !cluster || !hasOnly(chain, ['name', 'filter_chain_match', 'filters'])) return undefined;
  const names = namesOf(chain);
  const between = rest.slice(0, -1);
  // a fixed address may be anybody's, as nothing here verifies who answers
  if (!isResolving(cluster) || !hasOnly(cluster, exitFields)) return undefined;
  const [resolver, guard] = between;
  if (between.length > 2 || resolver?.type !== resolve || resolver.config.port_value !== port) return undefined;
  const addresses = guard?.type === rbac ? guardedAddresses(guard.config) : undefined;
  return { port, names, addresses };
}

const namesOf = (chain: unknown): string[] =>
  (listAt(partAt(chain, 'filter_chain_match') ?? {}, 'server_names') ?? []).map((name) => String(name).toLowerCase());

/** The cluster that a filter passes bytes on to, once the filters before it have decided. */
function cautious(config: Part, clusters: Clusters): Part | undefined {
  const known = ['@type', 'stat_prefix', 'cluster', 'idle_timeout', 'upstream_connect_mode', 'max_early_data_bytes'];
  if (Object.keys(config).some((name) => !known.includes(name))) return undefined;
  // by default it connects before they have: "TCP proxy"
  return config.upstream_connect_mode === 'ON_DOWNSTREAM_DATA' ? clusters.get(String(config.cluster)) : undefined;
}

/** The port of a rule that lets through only what names in its handshake the host, and port, that CONNECT asked for. */
function sameNamePort(config: Part): number | undefined {
  const rules = hasOnly(config, ['@type', 'stat_prefix', 'rules']) ? partAt(config, 'rules') : undefined;
  const policies = Object.values(partAt(rules, 'policies') ?? {});
  const [policy] = policies;
  if (rules?.action !== 'ALLOW' || policies.length !== 1 || !isPart(policy)) return undefined;
  const suffix = valueAt((listAt(partAt(policy, 'condition', 'call_expr') ?? {}, 'args') ?? [])[1], 'call_expr', 'args');
  const [, port] =
    /^:(\d{1,5})$/.exec(textAt(Array.isArray(suffix) ? suffix[1] : undefined, 'const_expr', 'string_value') ?? '') ?? [];
  return port !== undefined && isSame(policy.condition, sameName(port)) ? Number(port) : undefined;
}

/** `filter_state['airlock.authority'].lowerAscii() == connection.requested_server_name + ':PORT'` in the Common Expression Language. */
function sameName(port: string): unknown {
  const authority = call('lowerAscii', [], call('string', [call('_[_]', [ident('filter_state'), text('airlock.authority')])]));
  return call('_==_', [authority, call('_+_', [field('connection', 'requested_server_name'), text(`:${port}`)])]);
}
