import type { Reason } from '../policy/reason';

/** One row of a decision table: the first condition (CEL) that holds gives the result (CEL). */
type Row = readonly [condition: string, result: string];

const is = (reason: Reason) => `'${reason}'`;
const details = 'response.code_details';
const termination = 'connection.termination_details';
const noPolicyMatched = 'rbac_access_denied_matched_policy[none]';

// what the route said before anything else decided
const routeReason = "xds.route_metadata.filter_metadata['airlock']['reason']";

/**
 * Why an HTTP request ended as it did, from what ended it: the route's own verdict may be overruled by every later filter.
 * Names of details: Envoy's "Response code details" page and source/common/stream_info.
 */
const httpRows: readonly Row[] = [
  [`${details} == 'via_upstream'`, is('allowed')],
  [`${details} == 'direct_response'`, routeReason],
  [`${details} == 'rbac_access_denied_matched_policy[plain-http]'`, is('plain-http')],
  [`${details} == 'rbac_access_denied_matched_policy[connect-at-gateway]'`, is('connect-at-gateway')],
  [`${details} == '${noPolicyMatched}'`, is('address-not-allowed')],
  [`${details} == 'local_rate_limited'`, is('rate-limited')],
  [`${details} == 'request_payload_too_large'`, is('request-too-large')],
  [`${details} == 'failed_to_inject_credential' || ${details} == 'lua_response'`, is('credential-missing')],
  [`${details}.startsWith('dns_resolution_failure')`, is('name-not-resolved')],
  [`${details}.endsWith('_timeout') && !has(upstream.address)`, is('timed-out')],
  [`${details}.startsWith('downstream_') && has(upstream.address)`, is('allowed')],
  [`${details}.startsWith('downstream_')`, is('interrupted')],
  [`${details}.startsWith('upstream_') || ${details} == 'no_healthy_upstream' || has(upstream.address)`, is('upstream-failed')],
];

/** The same for what came through a tunnel: no route, but how the connection ended. */
function tunnelRows(port: number): readonly Row[] {
  const refused = `has(${termination}) && ${termination} == '${noPolicyMatched}'`;
  const sameName = `string(filter_state['airlock.authority']).lowerAscii() == connection.requested_server_name + ':${port}'`;
  return [
    [`${refused} && !(${sameName})`, is('server-name-mismatch')],
    [refused, is('address-not-allowed')],
    [`has(${details}) && ${details} == 'filter_chain_not_found'`, is('not-tls')],
    [`has(upstream.transport_failure_reason) && upstream.transport_failure_reason != ''`, is('upstream-failed')],
    ['has(upstream.address)', is('allowed')],
  ];
}

function firstThatHolds(rows: readonly Row[], otherwise: string): string {
  return rows.reduceRight((rest, [condition, result]) => `${condition} ? ${result} : ${rest}`, otherwise);
}

/** CEL that gives the `reason` of an HTTP request. What is not known to be anything else was refused by the parser. */
export const httpReason = firstThatHolds(httpRows, is('malformed'));

/** CEL that gives the `reason` of a tunnel to `port`. */
export const tunnelReason = (port: number) => firstThatHolds(tunnelRows(port), is('interrupted'));

/** CEL that turns a reason into `allow` or `deny`: what is not known to have been let through counts as denied. */
export function decisionOf(reason: string): string {
  const passed = (['allowed', 'upstream-failed', 'name-not-resolved'] satisfies Reason[]).map(is).join(', ');
  return `(${reason}) in [${passed}] ? 'allow' : 'deny'`;
}
