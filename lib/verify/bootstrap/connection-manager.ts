import { onlyName } from './access-rules';
import { type Admission, unclear, unknownFields } from './admission';
import { answerProblems, isAnswered } from './answer';
import { connectAdmissions, type InnerListeners } from './connect-route';
import { isPart, listAt, type Part, partAt, textAt } from './envoy-config';
import { type AccessFilter, filterConfigs, type HttpFilters, httpFiltersOf, rulesUnder } from './http-filters';
import { httpAdmissions } from './http-route';
import { logProblems } from './record';
import { takesEverything } from './route-match';
import type { Clusters } from './upstream-host';

const managerFields = [
  ...['@type', 'stat_prefix', 'codec_type', 'normalize_path', 'merge_slashes', 'path_with_escaped_slashes_action'],
  ...[
    'http_protocol_options',
    'max_request_headers_kb',
    'common_http_protocol_options',
    'request_headers_timeout',
    'request_timeout',
  ],
  ...['delayed_close_timeout', 'stream_idle_timeout', 'use_remote_address', 'skip_xff_append', 'internal_address_config'],
  'scheme_header_transformation',
  ...[
    'server_header_transformation',
    'server_name',
    'upgrade_configs',
    'access_log',
    'local_reply_config',
    'http_filters',
    'route_config',
  ],
];
const routeFields = [
  ...['name', 'match', 'metadata', 'route', 'typed_per_filter_config', 'request_headers_to_add', 'request_headers_to_remove'],
  ...['response_headers_to_add', 'response_headers_to_remove', 'stat_prefix'],
];

/** Where a connection manager stands. */
export interface ManagerContext {
  /** Whose connections lead to it. @default - the agent that its routes are named for */
  readonly agent?: string;
  /** The host and port that its connections are for, as CONNECT named them. @default - any */
  readonly only?: string;
  readonly clusters: Clusters;
  readonly inner: InnerListeners;
}

/** What the routes of an HTTP connection manager let through to a cluster; direct responses let nothing through. */
export function managerAdmissions(manager: Part, context: ManagerContext): Admission[] {
  const routes = partAt(manager, 'route_config');
  const hosts = routes && listAt(routes, 'virtual_hosts');
  const fields = unknownFields(manager, 'a connection manager', managerFields);
  if (!hosts) return [unclear('its routes come from elsewhere'), ...fields];
  const filters = httpFiltersOf(manager);
  const upgrades = listAt(manager, 'upgrade_configs') ?? [undefined];
  const agent = context.agent ?? textAt(routes, 'name') ?? '';
  return [
    ...fields,
    ...unknownFields(routes, 'its routes', ['name', 'virtual_hosts', 'max_direct_response_body_size_bytes']),
    ...upgradeProblems(upgrades),
    ...logProblems(manager, 'a connection manager'),
    ...filters.problems,
    // what CONNECT handed on is what inner routes are told apart by
    ...(context.only === undefined || filters.handedOn?.size === 0 ? [] : [unclear('what it was handed on may be changed')]),
    ...hosts.flatMap((host) => hostAdmissions(host, { ...context, agent, filters, upgrades: upgrades.length > 0 })),
  ];
}

interface HostContext extends ManagerContext {
  readonly agent: string;
  readonly filters: HttpFilters;
  readonly upgrades: boolean;
}

function hostAdmissions(host: unknown, context: HostContext): Admission[] {
  const routes = listAt(host, 'routes');
  const where = `the virtual host '${textAt(host, 'name')}'`;
  if (!isPart(host) || !routes) return [unclear(`${where} can't be read`)];
  const end = routes.findIndex((route) => isAnswered(route) && takesEverything(partAt(route, 'match')));
  // CONNECT is taken by connect_matcher only
  const reached = routes.filter((route, index) => end < 0 || index < end || partAt(route, 'match', 'connect_matcher'));
  return [
    ...unknownFields(host, where, ['name', 'domains', 'routes', 'typed_per_filter_config']),
    ...reached.flatMap((route) => routeAdmissions(route, host, routes.slice(0, routes.indexOf(route)), context)),
  ];
}

function routeAdmissions(route: unknown, host: Part, earlier: readonly unknown[], context: HostContext): Admission[] {
  if (isAnswered(route)) return answerProblems(route as Part);
  const action = partAt(route, 'route');
  if (!isPart(route) || !action) return [unclear('a route whose action is not known')];
  const where = `the route to '${String(action.cluster)}'`;
  const problems = unknownFields(route, where, routeFields);
  const configs = filterConfigs(route, host);
  if (partAt(route, 'match', 'connect_matcher') !== undefined) {
    if (earlier.some(takesConnect)) return problems;
    return [...problems, ...connectAdmissions(route, action, host, { ...context, configs, earlier })];
  }
  const name = context.only === undefined ? undefined : nameOf(rulesUnder(context.filters, configs));
  if (context.only !== undefined && name === undefined)
    return [...problems, unclear(`${where} takes what is for another host than CONNECT named`)];
  if (name !== context.only) return problems;
  return [...problems, ...httpAdmissions(route, action, { ...context, configs, earlier, authority: authorityOf(host) })];
}

/** The only host and port that connections may be for. */
const nameOf = (rules: readonly AccessFilter[]): string | undefined => rules.flatMap((each) => onlyName(each.rules) ?? [])[0];

/** An authority that a virtual host takes. */
function authorityOf(host: Part): string {
  const [domain = '*'] = listAt(host, 'domains') ?? [];
  return domain === '*' ? 'proxy:8080' : String(domain).replace('*', 'name');
}

/** Whether a route takes every CONNECT. */
const takesConnect = (route: unknown): boolean => Object.keys(partAt(route, 'match') ?? {}).join() === 'connect_matcher';

function upgradeProblems(upgrades: readonly unknown[]): Admission[] {
  const plain = upgrades.every((each) => isPart(each) && each.upgrade_type === 'CONNECT' && Object.keys(each).length === 1);
  return plain ? [] : [unclear('a connection manager upgrades to more than CONNECT')];
}
