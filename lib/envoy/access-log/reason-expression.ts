import type { Reason } from '../../policy/reason';

/** Names of the filter chains that close a connection that must not be intercepted. */
export const refusingChains = ['server-name-mismatch', 'not-tls'] as const satisfies readonly Reason[];

/** Key of the filter state of an intercepted connection whose TLS handshake has ended. */
export const handshakeKey = 'airlock.handshake';

/** Name of the filter chain that leads on from the transparent port. */
export const passingChain = 'named';

/** CEL that holds for a connection to the transparent port which has no record at the proxy port. */
export const notPassedOn = `xds.filter_chain_name != '${passingChain}'`;

/** One row of a decision table: the first condition (CEL) that holds gives the reason (CEL), and says whether the request was let through. */
type Row = readonly [condition: string, reason: string, outcome?: 'passed'];

const is = (reason: Reason) => `'${reason}'`;
/** CEL: what ended a request, in Envoy's words. */
export const details = 'response.code_details';
const termination = 'connection.termination_details';
/** CEL that holds for a tunnel whose exit connects to no address of the name. */
export const refusedAtExit =
  "has(upstream.transport_failure_reason) && upstream.transport_failure_reason == 'tunnel_response:403'";
/** How an ALLOW rule refuses: nothing in it matched. */
export const noPolicyMatched = 'rbac_access_denied_matched_policy[none]';

/** CEL: what the route said before anything else decided. */
export const routeFact = (name: string): string => `xds.route_metadata.filter_metadata['airlock']['${name}']`;
const routeReason = routeFact('reason');

// what the route of a CONNECT request said, as handed on to its tunnel
const handedOnReason = "string(filter_state['airlock.reason'])";

/** CEL that holds for an opened CONNECT which Envoy's own end cuts before the agent has sent a byte through it. */
export const silentConnect = [
  "request.method == 'CONNECT'",
  'response.code == 200',
  'request.size == 0',
  `${details}.startsWith('downstream_local_disconnect')`,
].join(' && ');

/**
 * Why an HTTP request ended as it did, from what ended it: the route's own verdict may be overruled by every later filter.
 * Names of details: Envoy's "Response code details" page and source/common/stream_info.
 */
const httpRows = (reportEnd?: string): readonly Row[] => [
  [silentConnect, is('interrupted')],
  [`${details} == 'via_upstream'`, is('allowed'), 'passed'],
  [`${details} == 'direct_response' && response.code == 200`, routeReason, 'passed'],
  [`${details} == 'direct_response'`, routeReason],
  [`${details} == 'rbac_access_denied_matched_policy[plain-http]'`, is('plain-http')],
  [`${details} == 'rbac_access_denied_matched_policy[connect-at-gateway]'`, is('connect-at-gateway')],
  [`${details} == 'rbac_access_denied_matched_policy[no-such-gateway]'`, is('no-such-gateway')],
  [`${details} == 'rbac_access_denied_matched_policy[server-name-mismatch]'`, is('server-name-mismatch')],
  ...(reportEnd === undefined ? [] : [endedReport(reportEnd)]),
  [`${details} == '${noPolicyMatched}'`, is('address-not-allowed')],
  [`${details} == 'local_rate_limited'`, is('rate-limited')],
  [
    `${details} == 'request_payload_too_large' || ${details} == 'rbac_access_denied_matched_policy[request-too-large]'`,
    is('request-too-large'),
  ],
  [`${details} == 'overload'`, is('overloaded')],
  [`${details} == 'failed_to_inject_credential' || ${details} == 'lua_response'`, is('credential-missing')],
  // a cluster without hosts is one whose name has no address
  [`${details} == 'no_healthy_upstream'`, is('name-not-resolved'), 'passed'],
  [`${details}.endsWith('_timeout') && (${details}.startsWith('request_') || !has(upstream.address))`, is('timed-out')],
  [`${details}.startsWith('downstream_') && has(upstream.address)`, is('allowed'), 'passed'],
  [`${details}.startsWith('downstream_')`, is('interrupted')],
  [`${details}.startsWith('upstream_') || has(upstream.address)`, is('upstream-failed'), 'passed'],
];

/** Refused by the filter that ends report mode, and not by an address rule, which names no policy either. */
const endedReport = (end: string): Row => [
  `${details} == '${noPolicyMatched}' && ${routeReason} != ${is('allowed')} && request.time >= timestamp('${end}')`,
  routeReason,
];

/** The same for what came through a tunnel: no route, but how the connection ended. */
function tunnelRows(port: number): readonly Row[] {
  const refused = `has(${termination}) && ${termination} == '${noPolicyMatched}'`;
  const sameName = `string(filter_state['airlock.authority']).lowerAscii() == connection.requested_server_name + ':${port}'`;
  return [
    [`${refused} && !(${sameName})`, is('server-name-mismatch')],
    [refused, is('address-not-allowed')],
    [`has(${details}) && ${details} == 'filter_chain_not_found'`, is('not-tls')],
    [refusedAtExit, is('address-not-allowed')],
    [`has(upstream.transport_failure_reason) && upstream.transport_failure_reason != ''`, is('upstream-failed'), 'passed'],
    ['has(upstream.address)', is('allowed'), 'passed'],
  ];
}

/** Chains that refuse are named for their reason. */
const refusedRows = refusingChains.map((reason): Row => [`xds.filter_chain_name == ${is(reason)}`, is(reason)]);

/** The same for an intercepted connection. */
const interceptRows: readonly Row[] = [...refusedRows, [`'${handshakeKey}' in filter_state`, is('allowed'), 'passed']];

type Choice = readonly [condition: string, result: string];

/** CEL that gives the result of the first condition that holds. */
export function firstThatHolds(choices: readonly Choice[], otherwise: string): string {
  return choices.reduceRight((rest, [condition, result]) => `${condition} ? ${result} : ${rest}`, otherwise);
}

/** What passed outside the policy, which only report mode lets, keeps the reason that it would have been denied for. */
function reasonOf(rows: readonly Row[], otherwise: Reason, outside?: string): string {
  const reason = ([condition, result, outcome]: Row): Choice => [
    condition,
    outside && outcome === 'passed' ? `(${outside} == ${is('allowed')} ? ${result} : ${outside})` : result,
  ];
  return firstThatHolds(rows.map(reason), is(otherwise));
}

/** What is not known to have been let through counts as denied. */
function decisionOf(rows: readonly Row[], outside?: string): string {
  const passed = outside ? `(${outside} == ${is('allowed')} ? 'allow' : 'would-deny')` : "'allow'";
  const decision = ([condition, , outcome]: Row): Choice => [condition, outcome === 'passed' ? passed : "'deny'"];
  return firstThatHolds(rows.map(decision), "'deny'");
}

/** CEL that gives the `reason` of an HTTP request. What is not known to be anything else was refused by the parser. */
export const httpReason = (reportEnd?: string) => reasonOf(httpRows(reportEnd), 'malformed', reportEnd && routeReason);

/** CEL that gives the `decision` on an HTTP request. */
export const httpDecision = (reportEnd?: string) => decisionOf(httpRows(reportEnd), reportEnd && routeReason);

/** CEL that gives the `reason` of a tunnel to `port`. */
export const tunnelReason = (port: number, reportEnd?: string) =>
  reasonOf(tunnelRows(port), 'interrupted', reportEnd && handedOnReason);

/** CEL that gives the `decision` on a tunnel to `port`. */
export const tunnelDecision = (port: number, reportEnd?: string) => decisionOf(tunnelRows(port), reportEnd && handedOnReason);

/** CEL that gives the `reason` of an intercepted connection. */
export const interceptReason = reasonOf(interceptRows, 'interrupted');

/** CEL that gives the `decision` on an intercepted connection. */
export const interceptDecision = decisionOf(interceptRows);

/** CEL that gives the `reason` of a connection that the transparent port refuses. */
export const transparentReason = reasonOf(refusedRows, 'interrupted');
