import { checkPolicy } from '../../lib/policy/check';
import type { DestinationInput, PolicyInput } from '../../lib/policy/schema';

export const claude = {
  name: 'claude',
  host: 'api.anthropic.com',
  access: 'gateway',
  allow: [
    { methods: ['POST'], path: '/v1/messages' },
    { methods: ['POST'], path: '/v1/messages/count_tokens' },
  ],
  credential: { type: 'header', header: 'x-api-key', secret: 'anthropic-api-key' },
} as const;

export const github = {
  name: 'github',
  host: 'api.github.com',
  access: 'intercept',
  allow: [{ methods: ['GET'], path: '/repos/acme/**' }],
} as const;

export const mirror = { name: 'mirror', hosts: ['mirror.example.org', '*.mirror.example.org'], access: 'tunnel' } as const;

/** A policy of these destinations; they are given as written, right or wrong. */
export const policyOf = (...destinations: readonly object[]): PolicyInput => ({
  version: 1,
  destinations: structuredClone(destinations) as DestinationInput[],
});

/** The messages of everything that is wrong with a policy. */
export function issuesOf(input: unknown): string[] {
  const checked = checkPolicy(input);
  return checked.document ? [] : checked.issues.map(({ message }) => message);
}
