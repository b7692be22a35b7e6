import { printable } from '../../lib/audit/printable';
import type { LeftOut, SeenRequest } from '../../lib/audit/seen-request';
import type { Suggestion } from '../../lib/audit/suggestion';
import { commentedPolicy } from '../policy-text';

/** A suggestion as airlock.yaml. Whatever a log holds, what isn't a checked part of the policy is a comment of printable characters. */
export function suggestionText({ policy, seen, leftOut }: Suggestion, denied?: Suggestion): string {
  if (!policy) return commented([...leftOutLines(leftOut), ...deniedLines(denied)]);
  const because = policy.destinations.map(({ name }) => seenLine(seen[name] ?? []));
  const text = commentedPolicy(policy, because, head);
  return `${text}${commented([...leftOutLines(leftOut), ...deniedLines(denied)])}`;
}

const head =
  'A draft: what was seen in the log, and nothing else. A log holds no credentials: add them. Try: agent-airlock check, agent-airlock audit --policy';
const mostLines = 100;
const mostCharacters = 100_000;

function seenLine(requests: readonly SeenRequest[]): string {
  const agents = [...new Set(requests.map(({ agent }) => agent))].sort().join(', ');
  const times = requests.reduce((sum, request) => sum + request.times, 0);
  const last = requests
    .map(({ lastSeen }) => lastSeen)
    .sort()
    .at(-1);
  return printable(`seen ${times === 1 ? 'once' : `${times} times`}, by ${agents}, last at ${last}`);
}

function leftOutLines(leftOut: readonly LeftOut[]): string[] {
  if (leftOut.length === 0) return [];
  const lines = leftOut.slice(0, mostLines).map(({ what, why, times }) => `  ${what} (${times}): ${why}`);
  const more = leftOut.length - mostLines;
  return ['', 'Left out, with how often it was seen:', ...lines, ...(more > 0 ? [`  and ${more} more`] : [])];
}

function deniedLines(denied: Suggestion | undefined): string[] {
  if (!denied?.policy) return [];
  const because = denied.policy.destinations.map(({ name }) => `denied: ${seenLine(denied.seen[name] ?? [])}`);
  const text = commentedPolicy(
    { version: 1, destinations: denied.policy.destinations },
    because,
    'What was denied, for your judgement:',
  );
  return ['', ...text.trimEnd().split('\n')];
}

const commented = (lines: readonly string[]): string =>
  lines.map((line) => `${`# ${printable(line, mostCharacters)}`.trimEnd()}\n`).join('');
