import { join } from 'node:path';
import { EgressPolicy } from '../lib/policy/egress-policy';

/** The upstream that the policy names; it is looked for on loopback. */
export const host = 'api.anthropic.com';
/** The path that the requests ask the upstream for. */
export const path = '/v1/messages';
/** The gateway's prefix for that upstream. */
export const prefix = '/claude';
/** The secret of the policy that holds the key. */
export const secretName = 'anthropic-api-key';
/** What the upstream asks for in x-api-key; it answers 401 to anything else. */
export const key = 'sk-bench-0123456789abcdefghijklmnopqrstuvwxyz';

/** The example's policy, its limits raised so that requests and connections are counted and never refused. */
export function benchPolicy(): EgressPolicy {
  const { document } = EgressPolicy.fromFile(join(__dirname, '..', 'examples', 'aws-fargate-claude', 'airlock.yaml'));
  return EgressPolicy.parse({
    ...document,
    limits: { ...document.limits, requestsPerMinute: 1_000_000_000, connections: 60_000 },
  });
}

/** A message as a client sends it. */
export const body = JSON.stringify({
  model: 'claude-sonnet-4-5',
  max_tokens: 1024,
  messages: [{ role: 'user', content: 'Measure twice, cut once. '.repeat(12) }],
});

/** What clients send besides their key. */
export const headers: Readonly<Record<string, string>> = {
  accept: 'application/json',
  'anthropic-version': '2023-06-01',
  'content-type': 'application/json',
  'user-agent': 'agent-airlock-bench/1',
};

/** The keys that an agent has: worthless ones, for the proxy to take off. */
export const placeholders: Readonly<Record<string, string>> = {
  authorization: 'Bearer placeholder',
  'x-api-key': 'placeholder',
};

/** What the upstream answers. */
export const answer = JSON.stringify({
  id: 'msg_bench',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5',
  stop_reason: 'end_turn',
  content: [{ type: 'text', text: 'Twice measured. '.repeat(24).trim() }],
  usage: { input_tokens: 84, output_tokens: 120 },
});

/** Headers that the proxy takes off besides those of credentials, where it takes them by name. */
export const stripped: readonly string[] = [
  'authorization',
  'cookie',
  'forwarded',
  'proxy-authorization',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-real-ip',
];

/** What is fetched through a tunnel, and through an intercepted connection. */
export const blob = { path: '/blob', bytes: 256 * 1024 * 1024 };
