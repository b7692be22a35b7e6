import { httpReason } from '../access-log/reason-expression';
import { requestHost, requestId, requestPath } from '../access-log/request-fact';
import { type EnvoyConfig, extension } from '../extension';
import type { Alternatives } from './hint';
import { hintExpression } from './hint-expression';

const atLeast = (status: number) => statusFilter('GE', status);
const atMost = (status: number) => statusFilter('LE', status);
const equal = (status: number) => statusFilter('EQ', status);

/**
 * How a request that the proxy answers itself is told why, in JSON and in a header.
 * Denials are 4xx and carry `x-airlock-denied`; a 5xx means that an allowed request met a failing upstream.
 */
export function localReplies(others: Alternatives, reportEnd?: string): EnvoyConfig {
  const why: Why = { reason: `%CEL(${httpReason(reportEnd)})%`, hint: `%CEL(${hintExpression(others)})%` };
  return {
    mappers: [
      certificate,
      failure(why, endedBy('overload'), '5'),
      denial(why, endedBy('rbac_access_denied_matched_policy[request-too-large]'), 413),
      denial(why, equal(501), 400),
      denial(why, { and_filter: { filters: [atLeast(400), atMost(499)] } }),
    ],
    body_format: bodyFormat('failed', why),
  };
}

/** Format commands for the reason, and for what to do. */
interface Why {
  readonly reason: string;
  readonly hint: string;
}

/** All that the proxy gives of itself with 200. */
const certificate: EnvoyConfig = {
  filter: equal(200),
  body_format_override: {
    text_format_source: { inline_string: '%LOCAL_REPLY_BODY%' },
    content_type: 'application/x-pem-file',
  },
};

/** `status` replaces the one that Envoy chose: 501 for an unknown transfer coding is a refusal, not a failure. */
function denial(why: Why, filter: EnvoyConfig, status?: number): EnvoyConfig {
  return {
    filter,
    status_code: status,
    body_format_override: bodyFormat('denied', why),
    headers_to_add: [{ header: { key: 'x-airlock-denied', value: why.reason } }],
  };
}

/** Nobody's fault: the agent may try again after some seconds. */
const failure = (why: Why, filter: EnvoyConfig, seconds: string): EnvoyConfig => ({
  filter,
  body_format_override: bodyFormat('failed', why),
  headers_to_add: [{ header: { key: 'retry-after', value: seconds } }],
});

const endedBy = (details: string): EnvoyConfig => ({
  extension_filter: extension('airlock.details', 'extensions.access_loggers.filters.cel.v3.ExpressionFilter', {
    expression: `response.code_details == '${details}'`,
  }),
});

function bodyFormat(error: string, { reason, hint }: Why): EnvoyConfig {
  return {
    json_format: {
      error,
      reason,
      hint,
      destination: '%METADATA(ROUTE:airlock:destination)%',
      method: '%REQ(:METHOD):64%',
      host: requestHost,
      path: requestPath,
      requestId,
    },
  };
}

function statusFilter(op: 'EQ' | 'GE' | 'LE', status: number): EnvoyConfig {
  return {
    status_code_filter: { comparison: { op, value: { default_value: status, runtime_key: `airlock.local_reply_${op}` } } },
  };
}
