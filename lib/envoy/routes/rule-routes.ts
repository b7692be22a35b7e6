import type { Agent } from '../../policy/agent';
import { ambiguousPathRegex, pathRegex } from '../../policy/path-pattern';
import type { Reason } from '../../policy/reason';
import type { BootstrapProps } from '../bootstrap-props';
import { signedBytes } from '../credentials/sigv4';
import { credentialHint, methodHint, pathHint } from '../denials/hint';
import { type EnvoyConfig, typed } from '../extension';
import { addressGuardOf, noAddressGuard } from '../filters/address-guard';
import { underBodyLimit } from '../filters/body-limit';
import { filterNames } from '../filters/filter-names';
import { cutWithinTheHour, untilReportEnds } from '../filters/report-mode';
import { findResolve } from '../upstreams/resolve';
import { clusterName, type Upstream, upstreamAuthority, withoutCredential } from '../upstreams/upstream';
import { denyRoute } from './deny-route';
import { routeMetadata } from './route-metadata';

/** What the routes of one agent need to know besides the policy. */
export interface RuleContext {
  /** Largest request body in bytes; unlimited when absent. */
  readonly requestBytes?: number;
  /** Whether the operator fixed the address of an upstream. */
  readonly resolved: (upstream: Upstream) => boolean;
  /** When report mode ends (RFC 3339). @default - the policy is enforced */
  readonly reportEnd?: string;
}

/** The same for an agent, from what the bootstrap is made with. */
export function ruleContext({ limits }: Agent, { resolve }: BootstrapProps, reportEnd?: string): RuleContext {
  const resolved = ({ host, port }: Upstream) => findResolve(resolve, host, port) !== undefined;
  return { requestBytes: limits.requestBytes, resolved, reportEnd };
}

/** Where requests for an upstream arrive: below a path of the gateway port, or at its own host. */
export interface Entrance {
  readonly upstream: Upstream;
  /** What stands before the judged path, such as `/claude`; empty at the upstream's own host. */
  readonly prefix: string;
}

/**
 * Routes of the entrances that share a prefix, in order: what cannot be judged, what is allowed, and why the rest is not. As many as there
 * are, the answer is that of the one that comes nearest to allowing, as `decide` has it.
 */
export function ruleRoutes(entrances: readonly Entrance[], context: RuleContext): readonly EnvoyConfig[] {
  const strict = entrances.filter(({ upstream }) => upstream.destination.encodedSlash === 'refuse');
  const lenient = entrances.filter((entrance) => !strict.includes(entrance));
  const forwards = (some: readonly Entrance[]) => some.flatMap((entrance) => allowed(entrance, context));
  return [
    ...(lenient.length > 0 ? ambiguous(entrances, 'allow') : []),
    ...forwards(lenient),
    ...ambiguous(strict, 'refuse'),
    ...forwards(strict),
    ...entrances.flatMap((entrance) => otherMethods(entrance, context)),
    ...otherPaths(entrances, context),
  ];
}

function ambiguous([first]: readonly Entrance[], encodedSlash: 'refuse' | 'allow'): readonly EnvoyConfig[] {
  return first ? [denyRoute(under(first, ambiguousPathRegex(encodedSlash)), 'path-ambiguous', facts(first))] : [];
}

function allowed(entrance: Entrance, context: RuleContext): readonly EnvoyConfig[] {
  const { allow } = entrance.upstream.destination;
  if (allow === 'any')
    return [
      denyTrace(under(entrance, '^/.*$'), 'method-not-allowed', entrance),
      forward(under(entrance, '^/.*$'), entrance, context),
    ];
  return allow.map(({ methods, path }) =>
    forward({ ...under(entrance, pathRegex(path)), headers: [methodIn(methods)] }, entrance, context),
  );
}

// TRACE would show the agent the credential that the upstream received
const denyTrace = (match: EnvoyConfig, reason: Reason, entrance: Entrance): EnvoyConfig =>
  denyRoute({ ...match, headers: [methodIn(['TRACE'])] }, reason, { ...facts(entrance), hint: 'TRACE is never allowed' });

function otherMethods(entrance: Entrance, context: RuleContext): readonly EnvoyConfig[] {
  const { allow } = entrance.upstream.destination;
  if (allow === 'any') return [];
  return allow.flatMap(({ path, methods }) => {
    const verdict = { reason: 'method-not-allowed', hint: methodHint(methods) } as const;
    return outside(under(entrance, pathRegex(path)), verdict, entrance, context);
  });
}

function otherPaths(entrances: readonly Entrance[], context: RuleContext): readonly EnvoyConfig[] {
  const [entrance] = entrances;
  if (!entrance) return [];
  const rules = entrances.flatMap(({ upstream: { destination } }) => (destination.allow === 'any' ? [] : destination.allow));
  const verdict = { reason: 'path-not-allowed', hint: pathHint(rules) } as const;
  return [
    ...outside(under(entrance, '^/.*$'), verdict, entrance, context),
    denyRoute(under(entrance, '^$'), verdict.reason, { ...facts(entrance), hint: verdict.hint }),
  ];
}

/** Why a route denies, and what the agent may do instead. */
interface Verdict {
  readonly reason: Reason;
  readonly hint: string;
}

/** What the rules don't allow: denied, or in report mode sent to the same upstream without the policy's credential and headers. */
function outside(
  match: EnvoyConfig,
  { reason, hint }: Verdict,
  entrance: Entrance,
  context: RuleContext,
): readonly EnvoyConfig[] {
  if (!context.reportEnd) return [denyRoute(match, reason, { ...facts(entrance), hint })];
  const { route, typed_per_filter_config, ...rest } = forward(match, entrance, context);
  const reported = {
    ...rest,
    metadata: routeMetadata({ hint, ...facts(entrance), reason }),
    route: { ...route, cluster: clusterName(withoutCredential(entrance.upstream)), ...cutWithinTheHour },
    request_headers_to_add: [],
    request_headers_to_remove: Object.keys(entrance.upstream.destination.headers),
    typed_per_filter_config: { ...typed_per_filter_config, ...untilReportEnds() },
  };
  return [denyTrace(match, reason, entrance), reported];
}

function forward(match: EnvoyConfig, entrance: Entrance, { requestBytes, resolved }: RuleContext) {
  const { upstream, prefix } = entrance;
  return {
    match,
    metadata: routeMetadata({ ...facts(entrance), reason: 'allowed', ...missing(upstream.destination) }),
    route: {
      cluster: clusterName(upstream),
      host_rewrite_literal: upstreamAuthority(upstream),
      ...(prefix && { regex_rewrite: { pattern: { regex: `^${prefix}` }, substitution: '' } }),
      // a model's answer may take long and pause long
      timeout: '0s',
      idle_timeout: '900s',
      // only what the upstream cannot have seen is sent again
      retry_policy: { retry_on: 'connect-failure,refused-stream', num_retries: 2 },
    },
    request_headers_to_add: Object.entries(upstream.destination.headers).map(fixedHeader),
    typed_per_filter_config: {
      [filterNames.forwardProxy]: typed('extensions.filters.http.dynamic_forward_proxy.v3.PerRouteConfig', {
        host_rewrite_literal: upstreamAuthority(upstream),
      }),
      ...addressRuleOf(upstream, resolved(upstream)),
      ...(requestBytes && underBodyLimit()),
      ...wholeBody(upstream.destination, requestBytes),
    },
  };
}

function addressRuleOf({ destination: { addresses } }: Upstream, resolved: boolean): EnvoyConfig {
  if (resolved) return { [filterNames.addressGuard]: noAddressGuard() };
  return addresses.length > 0 ? { [filterNames.addressGuard]: addressGuardOf(addresses) } : {};
}

// what is signed must be whole
function wholeBody({ credential }: Upstream['destination'], requestBytes: number | undefined): EnvoyConfig {
  const signed = signedBytes(credential);
  if (!signed) return {};
  const buffer = { max_request_bytes: requestBytes ?? signed };
  return { [filterNames.buffer]: typed('extensions.filters.http.buffer.v3.BufferPerRoute', { buffer }) };
}

function fixedHeader([key, value]: [string, string]): EnvoyConfig {
  // % starts a command in Envoy's header formats
  return { header: { key, value: value.replaceAll('%', '%%') }, append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' };
}

/** What is said when there is no credential for a destination. */
const missing = ({ name, credential }: Upstream['destination']) =>
  credential && { missing: credentialHint(name, 'secret' in credential ? credential.secret : undefined) };

// a gateway's record names its host alone, as only the proxy uses the port
const facts = ({ upstream }: Entrance) => ({
  destination: upstream.destination.name,
  host: upstream.destination.access === 'gateway' ? upstream.host : upstreamAuthority(upstream),
});
const under = ({ prefix }: Entrance, anchored: string): EnvoyConfig => ({
  safe_regex: { regex: `^${prefix}${anchored.slice(1)}` },
});
const methodIn = (methods: readonly string[]): EnvoyConfig => ({
  name: ':method',
  string_match: { safe_regex: { regex: methods.join('|') } },
});
