import type { EgressPolicy } from '../policy/egress-policy';

/** Throws an Error that names each destination whose credential the proxies on AWS can't have. */
export function refuseForeignCredentials({ destinations }: EgressPolicy): void {
  const foreign = destinations.filter(({ credential }) => credential?.type === 'google-access-token');
  if (foreign.length === 0) return;
  throw new Error(foreign.map(({ name }) => foreignCredential(name)).join('\n'));
}

const foreignCredential = (name: string): string =>
  `destination '${name}': credential must be of a type that proxies on AWS can have, as they have no Google identity and ECS can't keep an access \
token fresh: use 'oauth2-client' or 'header', or run this destination's proxy on Google Cloud, got 'google-access-token'`;
