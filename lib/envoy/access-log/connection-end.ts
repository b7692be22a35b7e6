import { handshakeKey, refusedAtExit, refusingChains } from './reason-expression';
import { firstOf } from './request-fact';

/** The first condition (CEL) that holds names the end. */
type Row = readonly [condition: string, end: 'refused' | 'failed' | 'unfinished'];

const set = (attribute: string) => `has(${attribute}) && ${attribute} != ''`;

const firstThatHolds = (rows: readonly Row[], otherwise: string) =>
  rows.reduceRight((rest, [condition, end]) => `${condition} ? '${end}' : ${rest}`, otherwise);

// an attribute that no tunnel has: its value is null, and the next operator is asked
const askTheNext = 'response.grpc_status';

/**
 * The format of the record's `end` for a tunnel. One that was let through is told by Envoy's word for how it was closed, which no
 * expression can read; lib/audit/connection-end.ts says what the words mean.
 */
export const tunnelEnd = firstOf(
  {
    command: 'CEL',
    param: firstThatHolds(
      [
        [set('connection.termination_details'), 'refused'],
        ["has(response.code_details) && response.code_details == 'filter_chain_not_found'", 'refused'],
        [refusedAtExit, 'refused'],
        [set('upstream.transport_failure_reason'), 'failed'],
        ['!has(upstream.address)', 'unfinished'],
      ],
      askTheNext,
    ),
  },
  { command: 'DOWNSTREAM_LOCAL_CLOSE_REASON' },
  { command: 'DOWNSTREAM_DETECTED_CLOSE_TYPE' },
);

/** The same for an intercepted connection; of one that was let through, the records of its requests tell more. */
export const interceptEnd = `%CEL(${firstThatHolds(
  [
    ...refusingChains.map((chain): Row => [`xds.filter_chain_name == '${chain}'`, 'refused']),
    [`!('${handshakeKey}' in filter_state)`, 'unfinished'],
  ],
  "'closed'",
)})%`;
