import { type Reason, reasons } from '../../policy/reason';
import type { EnvoyConfig } from '../extension';
import { type RouteFacts, routeMetadata } from './route-metadata';

// what cannot be judged is the agent's mistake, what can is the policy's answer
const badRequests: readonly Reason[] = ['malformed', 'path-ambiguous'];

const hints: Partial<Record<Reason, string>> = {
  malformed: 'send one Host header that names a host',
  'path-ambiguous':
    'send a path of printable ASCII without dot segments, //, backslashes, %2F, %5C, control characters, and broken or double escapes',
};

/** A route that the proxy answers itself: 403, or 400 for what cannot be judged. */
export function denyRoute(match: EnvoyConfig, reason: Reason, facts: RouteFacts = {}): EnvoyConfig {
  return {
    match,
    metadata: routeMetadata({ hint: hints[reason] ?? reasons[reason], ...facts, reason }),
    direct_response: { status: badRequests.includes(reason) ? 400 : 403 },
  };
}

// several Host headers arrive joined by a comma
const badAuthority: EnvoyConfig = {
  name: ':authority',
  string_match: { safe_regex: { regex: '[-.:\\[\\]0-9A-Za-z]+' } },
  invert_match: true,
};

/** A route for requests whose host can't be judged. */
export const malformedHost = denyRoute({ prefix: '', headers: [badAuthority] }, 'malformed');
