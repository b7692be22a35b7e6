import type { EgressPolicy } from './egress-policy';

/** Names of a policy's destinations whose TLS ends at the proxy. */
export const interceptedNames = ({ destinations }: EgressPolicy): readonly string[] =>
  destinations.filter(({ access }) => access === 'intercept').map(({ name }) => name);
