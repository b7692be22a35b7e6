import { agentCredentialHeaders } from '../../policy/credential-header';
import { hasOnly, isPart, listAt, type Part, partAt, textAt } from './envoy-config';
import { matchesAll } from './regex';

/** Headers that no agent may send on: keys, and what some upstreams take for another method, path or host than the ones that were judged. */
const refused = [
  ...agentCredentialHeaders,
  ...['x-http-method', 'x-http-method-override', 'x-method-override'],
  ...['x-envoy-original-path', 'x-original-url', 'x-rewrite-url'],
  ...['forwarded', 'x-forwarded-host', 'x-host', 'x-original-host'],
];

/** Whether header mutations take all of these from a request. */
export function stripsFromAgent(mutations: readonly Part[]): boolean {
  const changes = mutations.flatMap((config) => listAt(partAt(config, 'mutations'), 'request_mutations') ?? []);
  return refused.every((name) => changes.some((change) => removes(change, name)));
}

function removes(change: unknown, name: string): boolean {
  if (!isPart(change)) return false;
  if (typeof change.remove === 'string') return change.remove.toLowerCase() === name;
  const matcher = partAt(change, 'remove_on_match', 'key_matcher');
  const regex = hasOnly(matcher, ['safe_regex']) ? textAt(matcher, 'safe_regex', 'regex') : undefined;
  return regex !== undefined && matchesAll(regex, name) === true;
}
