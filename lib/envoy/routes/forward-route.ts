import type { Agent } from '../../policy/agent';
import { signedBytes } from '../credentials/sigv4';
import { credentialHint } from '../denials/hint';
import { type EnvoyConfig, typed } from '../extension';
import { underBodyLimit } from '../filters/body-limit';
import { filterNames } from '../filters/filter-names';
import { atAnotherAddress } from '../upstreams/another-address';
import { clusterName, type Upstream, upstreamAuthority } from '../upstreams/upstream';
import { type Entrance, factsOf } from './entrance';
import { routeMetadata } from './route-metadata';

/** What the routes of one agent need to know besides the policy. */
export interface RuleContext {
  /** Largest request body in bytes; unlimited when absent. */
  readonly requestBytes?: number;
  /** When report mode ends (RFC 3339). @default - the policy is enforced */
  readonly reportEnd?: string;
}

/** The same for an agent. */
export const ruleContext = ({ limits }: Agent, reportEnd?: string): RuleContext => ({
  requestBytes: limits.requestBytes,
  reportEnd,
});

/** Sends what matches to the upstream, under the destination's limits. */
export function forwardRoute(match: EnvoyConfig, entrance: Entrance, { requestBytes }: RuleContext) {
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
      retry_policy: atAnotherAddress('connect-failure,refused-stream'),
    },
    request_headers_to_add: Object.entries(upstream.destination.headers).map(fixedHeader),
    typed_per_filter_config: {
      ...(requestBytes && underBodyLimit()),
      ...wholeBody(upstream.destination, requestBytes),
    },
  };
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
