import { type Admission, unclear, unknownFields } from './admission';
import { extensionAt, isPart, listAt, type Part, partAt, textAt, valueAt } from './envoy-config';
import { switchesOn } from './http-route';
import type { Tunnel } from './tunnel-listener';
import type { Clusters } from './upstream-host';

/** Where a route for CONNECT stands. */
export interface ConnectContext {
  readonly agent: string;
  readonly clusters: Clusters;
  /** What the internal listeners pass on, by name; undefined for one that isn't understood. */
  readonly tunnels: ReadonlyMap<string, Tunnel | undefined>;
  /** Whether the connection manager tells the tunnel which host CONNECT asked for. */
  readonly handsOn: boolean;
}

const actionFields = ['cluster', 'timeout', 'idle_timeout', 'upgrade_configs'];

/** What a route that takes CONNECT admits: each name that both the virtual host and the route take. */
export function connectAdmissions(route: Part, action: Part, host: Part, context: ConnectContext): Admission[] {
  const where = `the route for CONNECT to '${String(action.cluster)}'`;
  const match = partAt(route, 'match') ?? {};
  const tunnel = tunnelBehind(context, String(action.cluster));
  const names = namesOf(listAt(host, 'domains') ?? [], listAt(match, 'headers'));
  if (!tunnel || !names || !context.handsOn) return [unclear(`${where} may pass more than what it was asked for`)];
  return [
    ...unknownFields(match, where, ['connect_matcher', 'headers']),
    ...unknownFields(action, where, actionFields),
    ...upgradeProblems(action, where),
    ...perRouteProblems(route, where),
    ...names.map((name): Admission => {
      if (name.port !== undefined && name.port !== tunnel.port) return unclear(`CONNECT ${name.host}:${name.port}`);
      const own =
        tunnel.chains.find((chain) => chain.names.includes(name.host)) ?? tunnel.chains.find((chain) => chain.names.length === 0);
      return { kind: 'connect', agent: context.agent, host: name.host, port: tunnel.port, addresses: own?.addresses };
    }),
  ];
}

function tunnelBehind({ clusters, tunnels }: ConnectContext, name: string): Tunnel | undefined {
  const endpoints = listAt(partAt(clusters.get(name), 'load_assignment') ?? {}, 'endpoints') ?? [];
  const [endpoint, ...others] = endpoints.flatMap((each) => listAt(each, 'lb_endpoints') ?? [undefined]);
  if (others.length > 0) return undefined;
  return tunnels.get(textAt(valueAt(endpoint, 'endpoint', 'address', 'envoy_internal_address'), 'server_listener_name') ?? '');
}

function upgradeProblems(action: Part, where: string): Admission[] {
  const upgrades = listAt(action, 'upgrade_configs') ?? [undefined];
  const plain = upgrades.every(
    (each) =>
      isPart(each) && each.upgrade_type === 'CONNECT' && Object.keys(partAt(each, 'connect_config') ?? { x: 0 }).length === 0,
  );
  return plain ? [] : [unclear(`${where} upgrades in a way that isn't known`)];
}

/** The tunnel judges addresses itself; a filter may be switched on as it is. */
const isHarmless = (config: unknown): boolean =>
  extensionAt(config)?.type === 'extensions.filters.http.rbac.v3.RBACPerRoute' || switchesOn(config);

const perRouteProblems = (route: Part, where: string): Admission[] =>
  Object.entries(partAt(route, 'typed_per_filter_config') ?? {})
    .filter(([, config]) => !isHarmless(config))
    .map(([name]) => unclear(`${where} sets up the filter '${name}' in a way that isn't known`));

interface Asked {
  readonly host: string;
  readonly port?: number;
}

/** The names of the domains that the header's match takes too; undefined if it can't be read. */
function namesOf(domains: readonly unknown[], headers: readonly unknown[] | undefined): Asked[] | undefined {
  const asked = domains.map(domainOf);
  if (!headers || asked.some((each) => each === undefined)) return undefined;
  if (headers.length === 0) return asked as Asked[];
  const listed = headers.length === 1 ? authorities(headers[0]) : undefined;
  return listed?.filter((each) => (asked as Asked[]).some((domain) => isWithin(each, domain)));
}

/** "VirtualHost": a domain is exact, or `*` stands for any start, whatever labels it has. */
function domainOf(domain: unknown): Asked | undefined {
  if (domain === '*') return { host: '**' };
  const [, host, port] = /^([^:*]+|\*\.[^:*]+|\*):(\d+)$/.exec(String(domain).toLowerCase()) ?? [];
  if (host === undefined) return undefined;
  return { host: host.startsWith('*') ? `*${host}` : host, port: Number(port) };
}

/** The names of `(?i)(?:one\.example|[^.]+\.example):443`. */
function authorities(header: unknown): Asked[] | undefined {
  if (!isPart(header) || header.name !== ':authority' || 'invert_match' in header) return undefined;
  const regex = textAt(header, 'string_match', 'safe_regex', 'regex') ?? '';
  const [, names, port] = /^\(\?i\)\(\?:(.+)\):(\d+)$/.exec(regex) ?? [];
  const hosts = names?.split('|').map((name) => name.replace(/^\[\^\.\]\+\\\./, '*.').replaceAll('\\.', '.'));
  return hosts?.every((name) => /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(name))
    ? hosts.map((host) => ({ host, port: Number(port) }))
    : undefined;
}

function isWithin({ host, port }: Asked, domain: Asked): boolean {
  if (domain.port !== undefined && domain.port !== port) return false;
  return domain.host === '**' || domain.host === host || (domain.host.startsWith('**') && host.endsWith(domain.host.slice(2)));
}
