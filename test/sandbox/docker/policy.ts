import { EgressPolicy } from '../../../lib/policy/egress-policy';

const host = { host: 'api.anthropic.com', allow: [{ methods: ['POST'], path: '/v1/messages' }] };
const credential = { type: 'header', header: 'x-api-key', secret: 'anthropic-api-key' };

/** A policy that needs a secret. */
export const policy = EgressPolicy.parse({
  version: 1,
  destinations: [{ name: 'claude', access: 'gateway', ...host, credential }],
});

/** One that needs certificates as well. */
export const intercepting = EgressPolicy.parse({
  version: 1,
  destinations: [{ name: 'claude', access: 'intercept', ...host, credential }],
});
