import type { Agent } from '../../policy/agent';
import type { AuditLog } from '../access-log/audit-log';
import { type EnvoyConfig, extension } from '../extension';
import { bodyLimit } from './body-limit';
import { filterNames } from './filter-names';
import { stripFromAgent } from './header-hygiene';
import { noteFacts } from './noted-facts';
import { rateLimit } from './rate-limit';
import { reportFilter } from './report-mode';

/** What the HTTP filters of one agent need to know besides the agent. */
export interface FilterContext {
  readonly log: AuditLog;
  /** Headers of every credential of the policy. */
  readonly credentialHeaders: readonly string[];
}

/** What differs between the places where requests arrive. */
export interface FilterProps {
  /** Gateways whose prefix isn't part of the path that is recorded. */
  readonly gateways: readonly string[];
  /** The filter that refuses what arrived in the wrong place. */
  readonly gate: EnvoyConfig;
  /** Filters that stand before what bounds the body. @default [] */
  readonly more?: readonly EnvoyConfig[];
}

/** Note, count, gate, strip, forward: in this order. */
export function httpFilters({ limits }: Agent, context: FilterContext, props: FilterProps): readonly EnvoyConfig[] {
  return [
    noteFacts(props.gateways),
    ...(limits.requestsPerMinute ? [rateLimit(limits.requestsPerMinute)] : []),
    props.gate,
    ...(context.log.reportEnd ? [reportFilter(context.log.reportEnd)] : []),
    stripFromAgent(context.credentialHeaders),
    ...(props.more ?? []),
    ...(limits.requestBytes ? bodyLimit(limits.requestBytes) : []),
    // always on, it would hold back CONNECT
    { ...extension(filterNames.buffer, 'extensions.filters.http.buffer.v3.Buffer', { max_request_bytes: 1 }), disabled: true },
    extension('envoy.filters.http.router', 'extensions.filters.http.router.v3.Router', { suppress_envoy_headers: true }),
  ];
}
