import type { Agent } from '../policy/agent';
import type { Destination } from '../policy/destination';
import { addressGuard } from './address-guard';
import { type AuditLog, httpAuditLog } from './audit-log';
import type { BootstrapProps } from './bootstrap-props';
import { localReplies } from './denial';
import { denyRoute } from './deny-route';
import { dnsCache, type NameResolution } from './dns-cache';
import { type EnvoyConfig, extension } from './extension';
import { filterNames } from './filter-names';
import { gatewayRoutes } from './gateway-routes';
import { stripFromAgent } from './header-hygiene';
import { isGateway, isTunnel, type Rendered } from './renderable';
import { reportFilter } from './report-mode';
import { findResolve } from './resolve';
import { tunnelHosts, unlistedConnects, useGateway } from './tunnel-routes';
import { upstreamOf } from './upstream-cluster';

/** What one agent's HTTP connection manager needs to know besides the agent. */
export interface ConnectionManagerContext {
  readonly props: BootstrapProps;
  readonly names: NameResolution;
  readonly log: AuditLog;
  /** Headers of every credential of the policy. */
  readonly credentialHeaders: readonly string[];
  /** Destinations whose hosts report mode opens no tunnel to. */
  readonly withoutReportTunnel: readonly Destination[];
}

/** The HTTP side of one agent: parse strictly, count, judge, and answer or forward. */
export function connectionManager(agent: Agent, context: ConnectionManagerContext): EnvoyConfig {
  return extension(
    'envoy.filters.network.http_connection_manager',
    'extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
    {
      stat_prefix: 'airlock',
      codec_type: 'HTTP1',
      ...strictParsing,
      ...bounds,
      use_remote_address: true,
      skip_xff_append: true,
      // no source is trusted to set Envoy's own headers or the request's id; by default private addresses are
      internal_address_config: { cidr_ranges: [{ address_prefix: '255.255.255.255', prefix_len: 32 }] },
      server_header_transformation: 'PASS_THROUGH',
      upgrade_configs: [{ upgrade_type: 'CONNECT' }],
      access_log: httpAuditLog(agent.name, context.log),
      local_reply_config: localReplies(context.log.reportEnd),
      http_filters: httpFilters(agent, context),
      route_config: routes(agent, context),
    },
  );
}

// what is judged is what is sent: paths are refused or passed on as they are, never rewritten into shape
const strictParsing: EnvoyConfig = {
  normalize_path: false,
  merge_slashes: false,
  path_with_escaped_slashes_action: 'KEEP_UNCHANGED',
  // pip and Python's urllib send CONNECT with HTTP/1.0
  http_protocol_options: { accept_http_10: true, allow_chunked_length: false },
};

const bounds: EnvoyConfig = {
  max_request_headers_kb: 60,
  common_http_protocol_options: {
    headers_with_underscores_action: 'REJECT_REQUEST',
    max_headers_count: 100,
    idle_timeout: '3600s',
  },
  request_headers_timeout: '10s',
  // a refused tunnel must be seen to close; Envoy's default lingers for a second
  delayed_close_timeout: '0.2s',
  stream_idle_timeout: '900s',
};

function httpFilters(agent: Agent, { props, names, log, credentialHeaders }: ConnectionManagerContext): readonly EnvoyConfig[] {
  return [
    requestFacts(agent.destinations as readonly Rendered[]),
    ...(agent.limits.requestsPerMinute ? [rateLimit(agent.limits.requestsPerMinute)] : []),
    rightPort(props),
    ...(log.reportEnd ? [reportFilter(log.reportEnd)] : []),
    stripFromAgent(credentialHeaders),
    handOn(agent.name, log),
    extension(filterNames.forwardProxy, 'extensions.filters.http.dynamic_forward_proxy.v3.FilterConfig', {
      dns_cache_config: dnsCache(names),
      save_upstream_address: true,
    }),
    addressGuard(filterNames.addressGuard),
    // always on, it would hold back CONNECT
    { ...extension(filterNames.buffer, 'extensions.filters.http.buffer.v3.Buffer', { max_request_bytes: 1 }), disabled: true },
    extension('envoy.filters.http.router', 'extensions.filters.http.router.v3.Router', { suppress_envoy_headers: true }),
  ];
}

/** Notes the path without the gateway's prefix and query, and the host without the default port, for the record. */
function requestFacts(destinations: readonly Rendered[]): EnvoyConfig {
  const gateways = destinations.filter(isGateway).map(({ name }) => name);
  const prefix = gateways.length > 0 ? `(?:/(?:${gateways.join('|')}))?` : '';
  const note = (header: string, key: string, regex: string) => ({
    header,
    on_header_present: { metadata_namespace: 'airlock', key, regex_value_rewrite: { pattern: { regex }, substitution: '\\1' } },
  });
  return extension('envoy.filters.http.header_to_metadata', 'extensions.filters.http.header_to_metadata.v3.Config', {
    request_rules: [
      note(':path', 'path', `^${prefix}((?:/[^?]*)?)(?:\\?.*)?$`),
      note(':authority', 'host', '^(.*?)(?::443)?$'),
      // the upstream chain strips the header, the record still needs the id
      note('x-request-id', 'request', '^(.*)$'),
    ],
  });
}

function rateLimit(requestsPerMinute: number): EnvoyConfig {
  const always = { default_value: { numerator: 100, denominator: 'HUNDRED' } };
  return extension('envoy.filters.http.local_ratelimit', 'extensions.filters.http.local_ratelimit.v3.LocalRateLimit', {
    stat_prefix: 'airlock',
    filter_enabled: always,
    filter_enforced: always,
    token_bucket: { max_tokens: requestsPerMinute, tokens_per_fill: requestsPerMinute, fill_interval: '60s' },
  });
}

// the upgrade to CONNECT that tunnels need is taken for any method, and bytes would go on unread once an upstream agrees to it
const upgrade: EnvoyConfig = { header: { name: 'upgrade', present_match: true } };

/** The proxy port takes CONNECT only, the gateway port all else, and neither an upgrade; the policies' names are the reasons in the record. */
function rightPort({ gatewayPort, proxyPort }: BootstrapProps): EnvoyConfig {
  const isConnect = { header: { name: ':method', string_match: { exact: 'CONNECT' } } };
  const on = (port: number, rule: EnvoyConfig) => ({
    principals: [{ any: true }],
    permissions: [{ and_rules: { rules: [{ destination_port: port }, rule] } }],
  });
  return extension('airlock.port', 'extensions.filters.http.rbac.v3.RBAC', {
    rules: {
      action: 'DENY',
      policies: {
        'connect-at-gateway': on(gatewayPort, isConnect),
        'plain-http': on(proxyPort, { not_rule: isConnect }),
        malformed: { principals: [{ any: true }], permissions: [upgrade] },
      },
    },
  });
}

/** Tells the tunnel listener who asked for what; only tunnels switch it on, as shared state splits upstream connection pools. */
function handOn(agent: string, { reportEnd }: AuditLog): EnvoyConfig {
  const state = (key: string, inline_string: string) => ({
    object_key: `airlock.${key}`,
    // with envoy.string, concurrent tunnels were seen to carry each other's values
    factory_key: 'envoy.hashable_string',
    // what the route doesn't say is no value, where it would otherwise be a hyphen
    format_string: { text_format_source: { inline_string }, omit_empty_values: true },
    skip_if_empty: true,
    shared_with_upstream: 'ONCE',
  });
  const filter = extension(filterNames.handOn, 'extensions.filters.http.set_filter_state.v3.Config', {
    on_request_headers: [
      state('agent', agent),
      state('authority', '%REQ(:AUTHORITY)%'),
      state('destination', '%METADATA(ROUTE:airlock:destination)%'),
      state('host', '%DYNAMIC_METADATA(airlock:host)%'),
      state('request', '%DYNAMIC_METADATA(airlock:request)%'),
      ...(reportEnd ? [state('reason', '%METADATA(ROUTE:airlock:reason)%')] : []),
      state('source', '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%'),
    ],
  });
  return { ...filter, disabled: true };
}

// several Host headers arrive joined by a comma
const badAuthority: EnvoyConfig = {
  name: ':authority',
  string_match: { safe_regex: { regex: '[-.:\\[\\]0-9A-Za-z]+' } },
  invert_match: true,
};

function routes(agent: Agent, { props, log: { reportEnd }, withoutReportTunnel }: ConnectionManagerContext): EnvoyConfig {
  const destinations = agent.destinations as readonly Rendered[];
  const gateways = destinations.filter(isGateway);
  const resolved = (destination: Rendered) =>
    findResolve(props.resolve, upstreamOf(destination).host, upstreamOf(destination).port) !== undefined;
  const gatewayUrl = `http://${props.publicHost ?? props.address}:${props.gatewayPort}`;
  const unlisted = unlistedConnects(reportEnd ? { closed: withoutReportTunnel } : undefined);
  return {
    name: agent.name,
    virtual_hosts: [
      ...tunnelHosts(destinations.filter(isTunnel), unlisted),
      {
        name: 'gateways',
        domains: ['*'],
        routes: [
          denyRoute({ prefix: '', headers: [badAuthority] }, 'malformed'),
          ...useGateway(gateways, gatewayUrl),
          ...unlisted,
          ...gatewayRoutes(gateways, { requestBytes: agent.limits.requestBytes, resolved, reportEnd }),
          denyRoute({ prefix: '' }, 'no-such-gateway', {
            hint: `gateways: ${gateways.map(({ name }) => `/${name}/`).join(' ') || 'none'}`,
          }),
        ],
      },
    ],
  };
}
