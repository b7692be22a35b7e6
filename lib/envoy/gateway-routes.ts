import { ambiguousPathRegex, pathRegex } from '../policy/path-pattern';
import { type Reason, reasons } from '../policy/reason';
import type { Allow } from '../policy/schema';
import { addressGuardOf, noAddressGuard } from './address-guard';
import { denyRoute } from './deny-route';
import { type EnvoyConfig, typed } from './extension';
import { filterNames } from './filter-names';
import type { Rendered } from './renderable';
import { cutWithinTheHour, untilReportEnds } from './report-mode';
import { routeMetadata } from './route-metadata';
import { clusterName, upstreamAuthority, withoutCredential } from './upstream-cluster';

/** What the routes of one agent's gateways need to know besides the policy. */
export interface GatewayContext {
  /** Largest request body in bytes; unlimited when absent. */
  readonly requestBytes?: number;
  /** Whether the operator fixed the address of the destination. */
  readonly resolved: (destination: Rendered) => boolean;
  /** When report mode ends (RFC 3339). @default - the policy is enforced */
  readonly reportEnd?: string;
}

/** Routes under `/NAME/`, in order: what cannot be judged, what is allowed, and why the rest is not. */
export function gatewayRoutes(gateways: readonly Rendered[], context: GatewayContext): readonly EnvoyConfig[] {
  return [
    ...gateways.flatMap((gateway) => routesOf(gateway, context)),
    denyRoute(path(ambiguousPathRegex('refuse')), 'path-ambiguous'),
  ];
}

function routesOf(gateway: Rendered, context: GatewayContext): readonly EnvoyConfig[] {
  return [
    denyRoute(under(gateway, ambiguousPathRegex(gateway.encodedSlash)), 'path-ambiguous', facts(gateway)),
    ...(gateway.allow === 'any' ? anyRoutes(gateway, context) : ruleRoutes(gateway, gateway.allow, context)),
    ...outside(under(gateway, '^/.*$'), 'path-not-allowed', gateway, context),
    denyRoute(under(gateway, '^$'), 'path-not-allowed', facts(gateway)),
  ];
}

function anyRoutes(gateway: Rendered, context: GatewayContext): readonly EnvoyConfig[] {
  const match = under(gateway, '^/.*$');
  return [denyTrace(match, 'method-not-allowed', gateway), forward(match, gateway, context)];
}

function ruleRoutes(gateway: Rendered, rules: readonly Allow[], context: GatewayContext): readonly EnvoyConfig[] {
  const matches = rules.map((rule) => ({ rule, match: under(gateway, pathRegex(rule.path)) }));
  return [
    ...matches.map(({ rule, match }) => forward({ ...match, headers: [methodIn(rule.methods)] }, gateway, context)),
    ...matches.flatMap(({ match }) => outside(match, 'method-not-allowed', gateway, context)),
  ];
}

// TRACE would show the agent the credential that the upstream received
const denyTrace = (match: EnvoyConfig, reason: Reason, gateway: Rendered): EnvoyConfig =>
  denyRoute({ ...match, headers: [methodIn(['TRACE'])] }, reason, facts(gateway));

/** What the rules don't allow: denied, or in report mode sent to the same upstream without the policy's credential and headers. */
function outside(match: EnvoyConfig, reason: Reason, gateway: Rendered, context: GatewayContext): readonly EnvoyConfig[] {
  if (!context.reportEnd) return [denyRoute(match, reason, facts(gateway))];
  const { route, typed_per_filter_config, ...rest } = forward(match, gateway, context);
  const reported = {
    ...rest,
    metadata: routeMetadata({ hint: reasons[reason], ...facts(gateway), reason }),
    route: { ...route, cluster: clusterName(withoutCredential(gateway)), ...cutWithinTheHour },
    request_headers_to_add: [],
    request_headers_to_remove: Object.keys(gateway.headers),
    typed_per_filter_config: { ...typed_per_filter_config, ...untilReportEnds() },
  };
  return [denyTrace(match, reason, gateway), reported];
}

function forward(match: EnvoyConfig, gateway: Rendered, { requestBytes, resolved }: GatewayContext) {
  return {
    match,
    metadata: routeMetadata({ ...facts(gateway), reason: 'allowed' }),
    route: {
      cluster: clusterName(gateway),
      host_rewrite_literal: upstreamAuthority(gateway),
      regex_rewrite: { pattern: { regex: `^/${gateway.name}` }, substitution: '' },
      // a model's answer may take long and pause long
      timeout: '0s',
      idle_timeout: '900s',
      // only what the upstream cannot have seen is sent again
      retry_policy: { retry_on: 'connect-failure,refused-stream', num_retries: 2 },
    },
    request_headers_to_add: Object.entries(gateway.headers).map(fixedHeader),
    typed_per_filter_config: {
      [filterNames.forwardProxy]: typed('extensions.filters.http.dynamic_forward_proxy.v3.PerRouteConfig', {
        host_rewrite_literal: upstreamAuthority(gateway),
      }),
      ...addressRuleOf(gateway, resolved(gateway)),
      ...(requestBytes && { [filterNames.buffer]: bodyLimit(requestBytes) }),
    },
  };
}

function addressRuleOf(gateway: Rendered, resolved: boolean): EnvoyConfig {
  if (resolved) return { [filterNames.addressGuard]: noAddressGuard() };
  return gateway.addresses.length > 0 ? { [filterNames.addressGuard]: addressGuardOf(gateway.addresses) } : {};
}

function bodyLimit(requestBytes: number): EnvoyConfig {
  return typed('extensions.filters.http.buffer.v3.BufferPerRoute', { buffer: { max_request_bytes: requestBytes } });
}

function fixedHeader([key, value]: [string, string]): EnvoyConfig {
  // % starts a command in Envoy's header formats
  return { header: { key, value: value.replaceAll('%', '%%') }, append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' };
}

const facts = ({ name, hosts }: Rendered) => ({ destination: name, host: hosts[0]?.text });
const path = (regex: string): EnvoyConfig => ({ safe_regex: { regex } });
const under = ({ name }: Rendered, anchored: string): EnvoyConfig => path(`^/${name}${anchored.slice(1)}`);
const methodIn = (methods: readonly string[]): EnvoyConfig => ({
  name: ':method',
  string_match: { safe_regex: { regex: methods.join('|') } },
});
