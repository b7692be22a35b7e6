import { hostRegex } from '../../policy/report-mode';
import { AddressSet } from '../traffic/address-set';
import { type Admission, unclear, unknownFields } from './admission';
import { type Asked, askedNames, deniedNames } from './connect-names';
import { extensionAt, hasOnly, isPart, listAt, type Part, partAt, textAt, valueAt } from './envoy-config';
import { type HttpFilters, rulesUnder, switchesOn } from './http-filters';
import type { Intercept } from './intercept-listener';
import { endingOf } from './report-end';
import type { Tunnel } from './tunnel-listener';
import type { Clusters } from './upstream-host';

/** What the listeners inside Envoy pass on, by name; undefined for one that isn't understood. */
export type InnerListeners = ReadonlyMap<string, Tunnel | Intercept | undefined>;

/** Where a route for CONNECT stands. */
export interface ConnectContext {
  readonly agent: string;
  readonly clusters: Clusters;
  readonly inner: InnerListeners;
  readonly filters: HttpFilters;
  /** What the route says of filters, or its virtual host. */
  readonly configs: readonly (readonly [name: string, config: unknown])[];
  /** Routes of the same virtual host that are asked before. */
  readonly earlier: readonly unknown[];
}

const actionFields = ['cluster', 'timeout', 'idle_timeout', 'upgrade_configs', 'max_stream_duration'];

/** What a route that takes CONNECT admits: each name that both the virtual host and the route take. */
export function connectAdmissions(route: Part, action: Part, host: Part, context: ConnectContext): Admission[] {
  const where = `the route for CONNECT to '${String(action.cluster)}'`;
  const match = partAt(route, 'match') ?? {};
  const inner = listenerBehind(context, String(action.cluster));
  const names = askedNames(listAt(host, 'domains') ?? [], listAt(match, 'headers'));
  const ending = endingOf(rulesUnder(context.filters, context.configs), action);
  if (!inner || !names || ending.isUnclear) return [unclear(`${where} may pass more than what it was asked for`)];
  const handedOn = (key: string) => context.filters.handedOn?.get(`airlock.${key}`);
  const found =
    inner.kind === 'tunnel'
      ? handedOn('authority') === '%REQ(:AUTHORITY)%' && tunnelAdmissions(names, inner, ending.until, context)
      : handedOn('name') === '%METADATA(ROUTE:airlock:name)%' && interceptAdmissions(names, inner, route, context);
  return [
    ...unknownFields(match, where, ['connect_matcher', 'headers']),
    ...unknownFields(action, where, actionFields),
    ...upgradeProblems(action, where),
    ...perRouteProblems(context, where),
    ...(found || [unclear(`${where} may pass more than what it was asked for`)]),
  ];
}

const inwardFields = ['name', 'type', 'connect_timeout', 'circuit_breakers', 'load_assignment', 'transport_socket'];

function listenerBehind({ clusters, inner }: ConnectContext, name: string): Tunnel | Intercept | undefined {
  const cluster = clusters.get(name);
  // a cluster of another type finds its endpoints in another place
  if (!hasOnly(cluster, inwardFields) || !['STATIC', undefined].includes(textAt(cluster, 'type'))) return undefined;
  const endpoints = listAt(partAt(cluster, 'load_assignment') ?? {}, 'endpoints') ?? [];
  const [endpoint, ...others] = endpoints.flatMap((each) => listAt(each, 'lb_endpoints') ?? [undefined]);
  if (others.length > 0) return undefined;
  return inner.get(textAt(valueAt(endpoint, 'endpoint', 'address', 'envoy_internal_address'), 'server_listener_name') ?? '');
}

function tunnelAdmissions(
  names: readonly Asked[],
  tunnel: Tunnel,
  until: string | undefined,
  { agent, earlier }: ConnectContext,
): readonly Admission[] {
  const except = earlier.filter(isPart).filter(isAnswer).flatMap(deniedNames);
  const { port } = tunnel;
  return names
    .filter((name) => name.port !== 'none')
    .map(({ host, port: asked }): Admission => {
      if (asked !== 'any' && asked !== port) return unclear(`CONNECT ${host}:${asked}`);
      const addresses = addressesOf(tunnel, host, except);
      return { kind: 'connect', agent, host, port, addresses, except, ...(until !== undefined && { until }) };
    });
}

const isAnswer = (route: Part): boolean => isPart(route.direct_response) && !('route' in route);

/** The addresses that a tunnel may reach for a name; for many names, all those of the chains that may take one. */
function addressesOf({ chains }: Tunnel, host: string, except: readonly string[]): AddressSet | undefined {
  const own = chains.find(({ names }) => names.includes(host));
  if (!host.startsWith('**')) return (own ?? chains.find(({ names }) => names.length === 0))?.addresses;
  const taken = chains.filter(({ names }) => names.length === 0 || !names.every((text) => except.includes(hostRegex({ text }))));
  const sets = taken.flatMap(({ addresses }) => addresses ?? []);
  return sets.length === taken.length ? AddressSet.union(sets) : undefined;
}

/** What may be asked inside, where the name that is handed on is the one that CONNECT asked for. */
function interceptAdmissions(
  names: readonly Asked[],
  intercept: Intercept,
  route: Part,
  { agent }: ConnectContext,
): readonly Admission[] {
  const name = textAt(route, 'metadata', 'filter_metadata', 'airlock', 'name') ?? '';
  const isAsked = ({ host, port }: Asked) => name === `${host}:${port}` || (port === 'none' && name.startsWith(`${host}:`));
  const other = names
    .filter((each) => !isAsked(each))
    .map(({ host, port }) => unclear(`CONNECT ${host}:${port}, told as '${name}'`));
  return [...other, ...(intercept.admissions(agent, name) ?? [])];
}

function upgradeProblems(action: Part, where: string): Admission[] {
  const upgrades = listAt(action, 'upgrade_configs') ?? [undefined];
  const plain = upgrades.every(
    (each) =>
      isPart(each) && each.upgrade_type === 'CONNECT' && Object.keys(partAt(each, 'connect_config') ?? { x: 0 }).length === 0,
  );
  return plain ? [] : [unclear(`${where} upgrades in a way that isn't known`)];
}

const harmless = ['extensions.filters.http.rbac.v3.RBACPerRoute', 'extensions.filters.http.header_to_metadata.v3.Config'];

/** The tunnel judges addresses itself; a filter may be switched on as it is. */
const isHarmless = (config: unknown): boolean => harmless.includes(extensionAt(config)?.type ?? '') || switchesOn(config);

const perRouteProblems = ({ configs }: ConnectContext, where: string): Admission[] =>
  configs
    .filter(([, config]) => !isHarmless(config))
    .map(([name]) => unclear(`${where} sets up the filter '${name}' in a way that isn't known`));
