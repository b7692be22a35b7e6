import type { Agent } from '../../policy/agent';
import type { BootstrapProps } from '../bootstrap-props';
import { signedBytes } from '../credentials/sigv4';
import { credentialHint } from '../denials/hint';
import { type EnvoyConfig, typed } from '../extension';
import { addressGuardOf, noAddressGuard } from '../filters/address-guard';
import { underBodyLimit } from '../filters/body-limit';
import { filterNames } from '../filters/filter-names';
import { findResolve } from '../upstreams/resolve';
import { clusterName, type Upstream, upstreamAuthority } from '../upstreams/upstream';
import { type Entrance, factsOf } from './entrance';
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

/** Sends what matches to the upstream, under the destination's limits. */
export function forwardRoute(match: EnvoyConfig, entrance: Entrance, { requestBytes, resolved }: RuleContext) {
  const { upstream, prefix } = entrance;
  return {
    match,
    metadata: routeMetadata({ ...factsOf(entrance), reason: 'allowed', ...missing(upstream.destination) }),
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
