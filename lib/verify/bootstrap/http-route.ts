import { refusesUpgrades } from './access-rules';
import { type Admission, type HttpAdmission, type PathMatch, unclear, unknownFields } from './admission';
import { isSame } from './cel';
import { extensionAt, hasOnly, isPart, listAt, type Part, partAt, textAt } from './envoy-config';
import { type HttpFilters, rulesUnder, switchesOn } from './http-filters';
import { endingOf } from './report-end';
import { takesRequest } from './route-match';
import { type Authority, upstreamAddresses } from './upstream-addresses';
import { type Clusters, upstreamHost } from './upstream-host';

/** Where a route stands. */
export interface RouteContext {
  readonly agent: string;
  /** An authority that the virtual host takes. */
  readonly authority: string;
  readonly clusters: Clusters;
  /** Routes of the same virtual host that are asked before. */
  readonly earlier: readonly unknown[];
  readonly filters: HttpFilters;
  /** What the route says of filters, or its virtual host. */
  readonly configs: readonly (readonly [name: string, config: unknown])[];
  /** Whether the connection manager passes on what is upgraded, unread. */
  readonly upgrades: boolean;
}

const actionFields = [
  ...['cluster', 'host_rewrite_literal', 'regex_rewrite', 'timeout', 'idle_timeout', 'retry_policy', 'max_stream_duration'],
];

/** What a route that forwards plain requests admits. */
export function httpAdmissions(route: Part, action: Part, context: RouteContext): Admission[] {
  const match = partAt(route, 'match') ?? {};
  const cluster = context.clusters.get(String(action.cluster));
  const where = `the route to '${String(action.cluster)}'`;
  const path = sentPath(match, action);
  if (!cluster || !path) return [unclear(`${where} can't be read`)];
  const { hosts, open, credentials } = upstreamHost(cluster, `the upstream '${String(action.cluster)}'`, context.clusters);
  const methods = methodsOf(match);
  const authority = authorityOf(action);
  const { addresses, isClear } = upstreamAddresses(
    cluster,
    authority,
    context.configs.map(([name]) => name),
  );
  const rules = rulesUnder(context.filters, context.configs);
  const ending = endingOf(rules, action);
  if (ending.isUnclear) return [unclear(`${where} is under a rule that can't be read`)];
  const all = [
    ...open,
    ...perRouteProblems(context, where),
    ...(isClear ? [] : [unclear(`${where} goes to addresses that can't be read`)]),
    ...unknownFields(action, where, actionFields),
    ...unknownFields(match, where, ['prefix', 'path', 'safe_regex', 'headers']),
    ...(context.filters.strips ? [] : [unclear(`${where} sends on headers of an agent's own that change what is asked`)]),
    ...(context.upgrades && !rules.some((each) => refusesUpgrades(each.rules))
      ? [unclear(`${where} may be upgraded to what isn't read`)]
      : []),
    ...(methods === undefined ? [unclear(`${where} is taken by headers that can't be read`)] : []),
  ];
  const sent = hosts.filter((host) => host === authority.host);
  if (hosts.length > 0 && sent.length === 0) all.push(unclear(`${where} sends another host than the certificate's`));
  return [
    ...all,
    ...sent.map(
      (host): HttpAdmission => ({
        kind: 'http',
        ...{ agent: context.agent, host, port: authority.port, methods: methods ?? 'any', path: path.match, addresses },
        ...{ headers: setHeaders(route), credentials },
        ...(ending.until !== undefined && { until: ending.until }),
        deniedMethods: context.earlier.flatMap((each) => deniedMethods(each, match)),
        denied: context.earlier.flatMap((each) => deniedPaths(each, path.removed)),
        takes: (method, sentPath) => takes(route, context, method, `${path.removed}${sentPath}`),
      }),
    ),
  ];
}

function takes(route: Part, { earlier, authority }: RouteContext, method: string, path: string): boolean | undefined {
  const request = { method, path, authority };
  const answers = earlier.map((each) => takesRequest(partAt(each, 'match'), request));
  if (answers.includes(true)) return false;
  return answers.includes(undefined) ? undefined : takesRequest(partAt(route, 'match'), request);
}

/** The paths of the upstream that an earlier route answers itself, whatever the request's headers. */
function deniedPaths(route: unknown, removed: string): string[] {
  const match = partAt(route, 'match');
  const regex = textAt(match, 'safe_regex', 'regex');
  if (
    !isPart(route) ||
    !isPart(route.direct_response) ||
    'route' in route ||
    !match ||
    Object.keys(match).length !== 1 ||
    regex === undefined
  )
    return [];
  return regex.startsWith(`^${removed}`) ? [`^${regex.slice(removed.length + 1)}`] : [];
}

/** The methods that an earlier route answers itself for every path that the match takes. */
function deniedMethods(route: unknown, match: Part): readonly string[] {
  const earlier = partAt(route, 'match') ?? {};
  const isAnswer = isPart(route) && isPart(route.direct_response) && !('route' in route);
  const isWide = isSame(earlier.safe_regex, match.safe_regex) && match.safe_regex !== undefined;
  if (!isAnswer || !isWide || !hasOnly(earlier, ['safe_regex', 'headers'])) return [];
  const methods = methodsOf(earlier);
  return methods === undefined || methods === 'any' ? [] : methods;
}

function authorityOf(action: Part): Authority {
  const [, host = '', port = '443'] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(textAt(action, 'host_rewrite_literal') ?? '') ?? [];
  return { host: host.toLowerCase(), port: Number(port) };
}

/** What takes the place of what the agent sent; a header that is only added to it is one without a name. */
const setHeaders = (route: Part): HttpAdmission['headers'] =>
  (listAt(route, 'request_headers_to_add') ?? [{}]).map((each) => {
    const replaces = textAt(each, 'append_action') === 'OVERWRITE_IF_EXISTS_OR_ADD';
    return { name: (replaces && textAt(each, 'header', 'key')) || '', value: textAt(each, 'header', 'value') ?? '' };
  });

/** The methods that a route takes; undefined if it looks at other headers too. */
function methodsOf(match: Part): readonly string[] | 'any' | undefined {
  const headers = listAt(match, 'headers');
  if (headers?.length === 0) return 'any';
  const [header] = headers ?? [];
  if (headers?.length !== 1 || !isPart(header) || header.name !== ':method' || 'invert_match' in header) return undefined;
  const exact = textAt(header, 'string_match', 'exact');
  if (exact !== undefined) return [exact];
  const regex = textAt(header, 'string_match', 'safe_regex', 'regex');
  if (regex === undefined) return undefined;
  return /^[A-Z]+(\|[A-Z]+)*$/.test(regex) ? regex.split('|') : 'any';
}

/** The path as the upstream gets it: without the prefix that the route's rewrite takes away. */
function sentPath(match: Part, action: Part): { readonly match: PathMatch; readonly removed: string } | undefined {
  const removed = removedPrefix(action);
  if (removed === undefined) return undefined;
  const regex = textAt(match, 'safe_regex', 'regex');
  const exact = textAt(match, 'path');
  const prefix = textAt(match, 'prefix');
  const rest = (text: string) => text.slice(removed.length);
  if (regex?.startsWith(`^${removed}`)) return { match: { kind: 'regex', regex: `^${rest(regex.slice(1))}` }, removed };
  if (exact?.startsWith(removed)) return { match: { kind: 'exact', path: rest(exact) }, removed };
  return prefix?.startsWith(removed) ? { match: { kind: 'prefix', prefix: rest(prefix) }, removed } : undefined;
}

/** What a rewrite takes from the path's start, nothing if there is no rewrite, undefined if it does something else. */
function removedPrefix({ regex_rewrite: rewrite }: Part): string | undefined {
  if (rewrite === undefined) return '';
  const [, removed] = /^\^(\/[a-z0-9-]+)$/.exec(textAt(rewrite, 'pattern', 'regex') ?? '') ?? [];
  return textAt(rewrite, 'substitution') === '' ? removed : undefined;
}

const harmlessPerRoute = [
  'extensions.filters.http.rbac.v3.RBACPerRoute',
  'extensions.filters.http.buffer.v3.BufferPerRoute',
  'extensions.filters.http.header_to_metadata.v3.Config',
];

/** What isn't known of what a route says of filters; the rules that it says are judged as such. */
const perRouteProblems = ({ configs }: RouteContext, where: string): readonly Admission[] =>
  configs
    .filter(([, config]) => !harmlessPerRoute.includes(extensionAt(config)?.type ?? '') && !switchesOn(config))
    .map(([name]) => unclear(`${where} sets up the filter '${name}' in a way that isn't known`));
