import type { AddressSet } from '../traffic/address-set';
import { guardedAddresses } from './address-guard';
import { type Admission, unclear, unknownFields } from './admission';
import { connectAdmissions } from './connect-route';
import { extensionAt, hasOnly, isPart, listAt, type Part, partAt, textAt } from './envoy-config';
import { httpAdmissions } from './http-route';
import { takesEverything } from './route-match';
import type { Tunnel } from './tunnel-listener';
import { mutationProblems } from './upstream-filter';
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

/** What the routes of an HTTP connection manager let through to a cluster; direct responses let nothing through. */
export function managerAdmissions(
  manager: Part,
  clusters: Clusters,
  tunnels: ReadonlyMap<string, Tunnel | undefined>,
): Admission[] {
  const routes = partAt(manager, 'route_config');
  const hosts = routes && listAt(routes, 'virtual_hosts');
  if (!hosts)
    return [unclear('its routes come from elsewhere'), ...unknownFields(manager, 'a connection manager', managerFields)];
  const agent = textAt(routes, 'name') ?? '';
  const filters = filtersOf(manager);
  return [
    ...unknownFields(manager, 'a connection manager', managerFields),
    ...unknownFields(routes, 'its routes', ['name', 'virtual_hosts', 'max_direct_response_body_size_bytes']),
    ...upgradeProblems(manager),
    ...filters.problems,
    ...hosts.flatMap((host) => hostAdmissions(host, { agent, clusters, tunnels, ...filters })),
  ];
}

interface Filters {
  readonly guard: AddressSet | undefined;
  readonly guardName: string | undefined;
  readonly handsOn: boolean;
  readonly problems: readonly Admission[];
}

interface HostContext extends Filters {
  readonly agent: string;
  readonly clusters: Clusters;
  readonly tunnels: ReadonlyMap<string, Tunnel | undefined>;
}

function hostAdmissions(host: unknown, context: HostContext): Admission[] {
  const routes = listAt(host, 'routes');
  const where = `the virtual host '${textAt(host, 'name')}'`;
  if (!isPart(host) || !routes) return [unclear(`${where} can't be read`)];
  const end = routes.findIndex((route) => isAnswered(route) && takesEverything(partAt(route, 'match')));
  // CONNECT is taken by connect_matcher only
  const reached = routes.filter((route, index) => end < 0 || index < end || partAt(route, 'match', 'connect_matcher'));
  return [
    ...unknownFields(host, where, ['name', 'domains', 'routes']),
    ...reached.flatMap((route) => routeAdmissions(route, host, routes.slice(0, routes.indexOf(route)), context)),
  ];
}

/** Whether the proxy answers by itself. */
const isAnswered = (route: unknown): boolean =>
  isPart(route) && isPart(route.direct_response) && !('route' in route) && !('filter_action' in route);

function routeAdmissions(route: unknown, host: Part, earlier: readonly unknown[], context: HostContext): Admission[] {
  if (isAnswered(route)) return [];
  const action = partAt(route, 'route');
  if (!isPart(route) || !action) return [unclear('a route whose action is not known')];
  const problems = unknownFields(route, `the route to '${String(action.cluster)}'`, routeFields);
  const isConnect = partAt(route, 'match', 'connect_matcher') !== undefined;
  if (isConnect && earlier.some(deniesConnect)) return problems;
  const found = isConnect
    ? connectAdmissions(route, action, host, context)
    : httpAdmissions(route, action, { ...context, earlier, authority: authorityOf(host) });
  return [...problems, ...found];
}

/** An authority that a virtual host takes. */
function authorityOf(host: Part): string {
  const [domain = '*'] = listAt(host, 'domains') ?? [];
  return domain === '*' ? 'proxy:8080' : String(domain).replace('*', 'name');
}

const deniesConnect = (route: unknown): boolean =>
  isAnswered(route) && Object.keys(partAt(route, 'match') ?? {}).join() === 'connect_matcher';

function upgradeProblems(manager: Part): Admission[] {
  const upgrades = listAt(manager, 'upgrade_configs') ?? [undefined];
  const plain = upgrades.every((each) => isPart(each) && each.upgrade_type === 'CONNECT' && Object.keys(each).length === 1);
  return plain ? [] : [unclear('a connection manager upgrades to more than CONNECT')];
}

const http = (name: string) => `extensions.filters.http.${name}`;
const guardType = http('rbac.v3.RBAC');
const handOnType = http('set_filter_state.v3.Config');
const mutationType = http('header_mutation.v3.HeaderMutation');
/** Filters that only count, note, hold back or resolve. */
const harmless = [
  http('header_to_metadata.v3.Config'),
  http('local_ratelimit.v3.LocalRateLimit'),
  http('dynamic_forward_proxy.v3.FilterConfig'),
  http('buffer.v3.Buffer'),
  http('router.v3.Router'),
  guardType,
];

function filtersOf(manager: Part): Filters {
  const listed = listAt(manager, 'http_filters') ?? [undefined];
  const found = listed.map((filter) => ({ filter, extension: extensionAt(filter) }));
  const guards = found.filter(
    ({ extension, filter }) => extension?.type === guardType && !(isPart(filter) && filter.disabled === true),
  );
  const guard = guards
    .map(({ filter, extension }) => ({
      name: textAt(filter, 'name'),
      addresses: guardedAddresses(extension?.config),
    }))
    .find(({ addresses }) => addresses !== undefined);
  return {
    guard: guard?.addresses,
    guardName: guard?.name,
    handsOn: saysAuthority(found.flatMap(({ extension }) => (extension?.type === handOnType ? [extension.config] : []))),
    problems: found.flatMap(({ filter, extension }) => filterProblems(filter, extension)),
  };
}

/** A filter that is left out for some requests, as what it holds; undefined for one of another kind. */
function delegated(config: Part): ReturnType<typeof extensionAt> {
  return hasOnly(config, ['@type', 'extension_config', 'xds_matcher']) ? extensionAt(config.extension_config) : undefined;
}

function filterProblems(filter: unknown, extension: ReturnType<typeof extensionAt>): Admission[] {
  if (!extension) return [unclear('a filter of a connection manager can not be read')];
  const { type, config } = extension;
  if (type === 'extensions.common.matching.v3.ExtensionWithMatcher') return filterProblems(filter, delegated(config));
  const fields = unknownFields(filter, `the filter '${textAt(filter, 'name')}'`, ['name', 'typed_config', 'disabled']);
  if (type === mutationType) return [...fields, ...mutationProblems(config, `the filter '${textAt(filter, 'name')}'`)];
  return harmless.includes(type) || type === handOnType ? fields : [unclear(`a filter of type ${type}, which isn't known`)];
}

/** Whether the tunnel is told the authority that CONNECT asked for, and nothing else under that name. */
function saysAuthority(configs: readonly Part[]): boolean {
  const known = configs.every((config) => hasOnly(config, ['@type', 'on_request_headers']));
  const all = configs.flatMap((config) => listAt(config, 'on_request_headers') ?? []);
  const states = all.filter((each) => textAt(each, 'object_key') === 'airlock.authority');
  if (!known) return false;
  return states.length === 1 && textAt(states[0], 'format_string', 'text_format_source', 'inline_string') === '%REQ(:AUTHORITY)%';
}
