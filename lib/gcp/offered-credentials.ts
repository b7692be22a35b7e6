import type { Destination } from '../policy/destination';
import type { EgressPolicy } from '../policy/egress-policy';

/** Throws an Error that names each destination whose credential the proxies on Google Cloud can't have, or must not use there. */
export function refuseForeignCredentials({ destinations }: EgressPolicy): void {
  const problems = destinations.flatMap(credentialProblems);
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

function credentialProblems({ name, credential, hosts }: Destination): string[] {
  if (credential?.type === 'aws-sigv4') return [foreignCredential(name)];
  const own = credential?.type === 'google-access-token' ? hosts.find(({ text }) => isOwnService(text)) : undefined;
  return own ? [ownToken(name, own.text)] : [];
}

const foreignCredential = (name: string): string =>
  `destination '${name}': credential must be of a type that proxies on Google Cloud can have, as they have no identity of AWS to sign with: use \
'header' or 'oauth2-client', or run this destination's proxy on AWS, got 'aws-sigv4'`;

/** Services at which every proxy may do something, by all their names: read its secrets, fetch its image, write its log. */
const isOwnService = (host: string): boolean =>
  /^([a-z0-9-]+-)?(secretmanager|logging|monitoring|artifactregistry)(\.[a-z0-9-]+)*\.(googleapis|clients6\.google)\.com$/.test(
    host,
  ) || /(\.pkg\.dev|(^|\.)gcr\.io)$/.test(host);

const ownToken = (name: string, host: string): string =>
  `destination '${name}': credential must not be the proxies' own access token at ${host}, where they read their secrets or write their \
records: use 'oauth2-client' with an account of its own, got 'google-access-token'`;
