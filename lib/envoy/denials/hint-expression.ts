import { details, firstThatHolds, noPolicyMatched, routeFact } from '../access-log/reason-expression';
import type { Alternatives } from './hint';

/** CEL that says what a refused agent may do: what its route says, unless something else than the route refused it. */
export function hintExpression({ gateways, proxyUrl, limits }: Alternatives): string {
  const gateway = gateways[0] ? `or a gateway, such as ${gateways[0]}` : 'as there is no gateway';
  const rows: readonly Row[] = [
    [ended('direct_response'), routeFact('hint')],
    [`${details} in ['failed_to_inject_credential', 'lua_response']`, routeFact('missing')],
    // the end of report mode, or an address
    [`${ended(noPolicyMatched)} && ${routeFact('reason')} != 'allowed'`, routeFact('hint')],
    [ended(noPolicyMatched), say('only the operator can mend this: the name has an address neither public nor permitted')],
    [
      ended('local_rate_limited'),
      say(`wait for the seconds of retry-after: ${limits.requestsPerMinute ?? 0} a minute are allowed`),
    ],
    [ended('overload'), say('nothing is wrong with the request: wait for the seconds of retry-after')],
    [ended(denied('plain-http')), say(`use https through ${proxyUrl}, ${gateway}`)],
    [ended(denied('connect-at-gateway')), say(`send CONNECT to ${proxyUrl}`)],
    [ended(denied('server-name-mismatch')), say('send the Host header that CONNECT named')],
    [
      'response.code == 413',
      say(limits.requestBytes ? `send a body of ${limits.requestBytes} bytes at most` : 'send a smaller body'),
    ],
    ['response.code == 408', say('send the whole request, without pausing')],
    ['response.code == 431', say('send 60 KiB and 100 lines of headers at most')],
    ['response.code >= 500 && response.code != 501', say('the request is allowed, its upstream fails: try again later')],
  ];
  return firstThatHolds(rows, say('send one request of well-formed HTTP/1.1, without an upgrade'));
}

type Row = readonly [condition: string, hint: string];

const ended = (how: string): string => `${details} == '${how}'`;
const denied = (policy: string): string => `rbac_access_denied_matched_policy[${policy}]`;
const say = (text: string): string => `'${text}'`;
