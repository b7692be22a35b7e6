import type { AddressSet } from '../traffic/address-set';
import { guardedAddresses } from './address-guard';
import { call, field, ident, isSame, text } from './cel';
import { extensionAt, hasOnly, isPart, listAt, type Part, partAt, textAt, valueAt } from './envoy-config';
import { type Exits, exitAddresses } from './tunnel-exit';

/** A listener inside Envoy that reads the TLS handshake's name: it passes on to that name and no other than CONNECT asked for. */
export interface Tunnel {
  readonly kind: 'tunnel';
  readonly port: number;
  /** Addresses that the names may resolve to: of each chain, for its names or for all the others. */
  readonly chains: readonly { readonly names: readonly string[]; readonly addresses: AddressSet | undefined }[];
}

/** What an internal listener passes on, undefined if it may pass on more than what CONNECT asked for. */
export function tunnelOf(listener: Part, exits: Exits): Tunnel | undefined {
  const chains = listAt(listener, 'filter_chains')?.map((chain) => chainOf(chain, exits));
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

function chainOf(chain: unknown, exits: Exits): Chain | undefined {
  const filters = listAt(chain, 'filters')?.map(extensionAt) ?? [];
  const [name, ...rest] = filters;
  const last = rest.at(-1);
  const port = name?.type === rbac ? sameNamePort(name.config) : undefined;
  const cluster = port !== undefined && last?.type === passOn ? cautious(last.config, port, exits) : undefined;
  if (port === undefined || !cluster || !hasOnly(chain, ['name', 'filter_chain_match', 'filters'])) return undefined;
  const [resolver, guard, ...more] = rest.slice(0, -1);
  if (more.length > 0 || resolver?.type !== resolve || resolver.config.port_value !== port) return undefined;
  const isGuarded = guard?.type === rbac && guardedAddresses(guard.config) !== undefined;
  // a fixed address may be anybody's, as nothing here verifies who answers
  const addresses = exitAddresses(cluster, exits);
  return addresses && { port, names: namesOf(chain), addresses: isGuarded ? addresses : undefined };
}

const namesOf = (chain: unknown): string[] =>
  (listAt(partAt(chain, 'filter_chain_match') ?? {}, 'server_names') ?? []).map((name) => String(name).toLowerCase());

const passOnFields = [
  ...['@type', 'stat_prefix', 'cluster', 'idle_timeout', 'upstream_connect_mode', 'max_early_data_bytes'],
  'tunneling_config',
];

/** The cluster that a filter passes bytes on to for the handshake's name, once the filters before it have decided. */
function cautious(config: Part, port: number, { clusters }: Exits): Part | undefined {
  if (!hasOnly(config, passOnFields) || !hasOnly(config.tunneling_config, ['hostname'])) return undefined;
  if (textAt(config, 'tunneling_config', 'hostname') !== `%REQUESTED_SERVER_NAME%:${port}`) return undefined;
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
