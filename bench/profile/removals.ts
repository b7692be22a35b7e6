import type { Bootstrap } from '../programs/envoy';

/** What the gateway's bootstrap is measured without. */
export const removals: Readonly<Record<string, (bootstrap: Bootstrap) => void>> = {
  'the audit record': (all) => delete manager(all).access_log,
  '– of that, decision and reason': (all) => Object.assign(record(all), { decision: 'x', reason: 'x' }),
  'noting path, host and id for the record': (all) => drop(all, 'airlock.facts'),
  "stripping the agent's headers, but one": (all) =>
    Object.assign(filter(all, 'airlock.strip').typed_config.mutations, oneHeader),
  'idle and header timeouts': withoutTimeouts,
  'each thing at its own port': (all) => drop(all, 'airlock.port'),
  'limits of the body': (all) => drop(all, 'airlock.length', 'airlock.chunks'),
  'the rate limit': (all) => drop(all, 'envoy.filters.http.local_ratelimit'),
  'retrying what the upstream can’t have seen': withoutRetries,
  "stripping Envoy's own headers": (all) => keepUpstream(all, ({ name }) => name !== 'airlock.strip-own'),
  statistics: (all) => Object.assign(all, { stats_config: { stats_matcher: { reject_all: true } } }),
  'all of these: Envoy routes, and injects the key': bare,
};

const manager = (all: Bootstrap) =>
  all.static_resources.listeners
    .find(({ name }: Bootstrap) => name === 'agents')
    .filter_chains[0].filters.find(({ name }: Bootstrap) => name.endsWith('http_connection_manager')).typed_config;
const record = (all: Bootstrap) => manager(all).access_log[0].typed_config.log_format.json_format;
const filter = (all: Bootstrap, wanted: string) => manager(all).http_filters.find(({ name }: Bootstrap) => name === wanted);
const routes = (all: Bootstrap): Bootstrap[] => manager(all).route_config.virtual_hosts.flatMap((host: Bootstrap) => host.routes);
const forwards = (all: Bootstrap) => routes(all).filter(({ route }) => route);
const cluster = (all: Bootstrap) => all.static_resources.clusters.find(({ name }: Bootstrap) => name.startsWith('upstream-'));
const upstreamOptions = (all: Bootstrap) => Object.values<Bootstrap>(cluster(all).typed_extension_protocol_options)[0];

// the upstream refuses what still carries the agent's key
const oneHeader = { request_mutations: [{ remove: 'authorization' }], response_mutations: [] };

function drop(all: Bootstrap, ...names: readonly string[]): void {
  manager(all).http_filters = manager(all).http_filters.filter(({ name }: Bootstrap) => !names.includes(name));
  const places = [...manager(all).route_config.virtual_hosts, ...routes(all)];
  for (const { typed_per_filter_config: own = {} } of places) for (const name of names) delete own[name];
}

function keepUpstream(all: Bootstrap, keep: (filter: Bootstrap) => boolean): void {
  upstreamOptions(all).http_filters = upstreamOptions(all).http_filters.filter(keep);
}

function withoutRetries(all: Bootstrap): void {
  for (const { route } of forwards(all)) delete route.retry_policy;
}

function withoutTimeouts(all: Bootstrap): void {
  delete manager(all).request_headers_timeout;
  manager(all).stream_idle_timeout = '0s';
  manager(all).common_http_protocol_options.idle_timeout = '0s';
  for (const { route } of forwards(all)) route.idle_timeout = '0s';
}

function bare(all: Bootstrap): void {
  for (const [name, remove] of Object.entries(removals)) if (remove !== bare && !name.startsWith('–')) remove(all);
}
