import type { Destination } from '../../policy/destination';
import { extensionAt, hasOnly, isPart, listAt, type Part, partAt, textAt } from './envoy-config';
import { secretFile } from './secret-reference';

/** What a filter adds to requests on their way to an upstream, as a text that says all of it. */
export type UpstreamCredential = string;

const secretIn = (header: string, prefix: string, secret: string): UpstreamCredential =>
  `${header.toLowerCase()}: ${prefix}<${secret}>`;
const token = (url: string, client: string, secret: string, scopes: readonly string[]): UpstreamCredential =>
  `a token of ${url} for ${client} with <${secret}> for ${scopes.join(' ')}`;
const signature = (service: string, region: string): UpstreamCredential => `a signature for ${service} in ${region}`;

/** What a policy lets a destination be sent. */
export function credentialsOf({ name, credential }: Destination): readonly UpstreamCredential[] {
  switch (credential?.type) {
    case undefined:
      return [];
    case 'header':
      return [secretIn(credential.header, credential.prefix, credential.secret)];
    case 'basic':
      return [secretIn('authorization', `${credential.username}:`, credential.secret)];
    case 'google-access-token':
      return [secretIn('authorization', 'Bearer ', `access-token.${name}`)];
    case 'aws-sigv4':
      return [signature(credential.service, credential.region)];
    case 'oauth2-client': {
      const { tokenUrl, clientId, secret, scopes = [] } = credential;
      return [secretIn('authorization', '', secret), token(tokenUrl, clientId, secret, scopes)];
    }
  }
}

/** What a filter that injects adds; undefined if it can't be read, or if it lets requests through without it. */
export function injectedCredential(config: Part): UpstreamCredential | undefined {
  const isStrict = config.overwrite === true && config.allow_request_without_credential === false;
  const known = hasOnly(config, ['@type', 'overwrite', 'allow_request_without_credential', 'credential']);
  const { type, config: of } = extensionAt(config.credential) ?? {};
  if (!isStrict || !known || !of) return undefined;
  if (type === 'extensions.http.injected_credentials.generic.v3.Generic') return genericCredential(of);
  return type === 'extensions.http.injected_credentials.oauth2.v3.OAuth2' ? tokenCredential(of) : undefined;
}

function genericCredential(of: Part): UpstreamCredential | undefined {
  const secret = secretName(of.credential);
  const known = hasOnly(of, ['@type', 'header', 'header_value_prefix', 'credential']) && secret !== undefined;
  return known ? secretIn(String(of.header), textAt(of, 'header_value_prefix') ?? '', secret) : undefined;
}

function tokenCredential(of: Part): UpstreamCredential | undefined {
  const client = partAt(of, 'client_credentials');
  const secret = secretName(client?.client_secret);
  const known =
    hasOnly(of, ['@type', 'token_endpoint', 'client_credentials', 'token_fetch_retry_interval', 'scopes']) &&
    hasOnly(client, ['client_id', 'client_secret', 'auth_type']);
  const url = textAt(of, 'token_endpoint', 'uri');
  if (!known || secret === undefined || url === undefined) return undefined;
  return token(url, String(client?.client_id), secret, (listAt(of, 'scopes') ?? []).map(String));
}

/** The cluster and the host that a filter asks for tokens, if it does. */
export function tokenEndpoint(config: Part): { readonly cluster: string; readonly host: string } | undefined {
  const endpoint = partAt(extensionAt(config.credential)?.config, 'token_endpoint');
  const url = textAt(endpoint, 'uri') ?? '';
  if (!endpoint) return undefined;
  return { cluster: String(endpoint.cluster), host: URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : '' };
}

const secretName = (reference: unknown): string | undefined =>
  isPart(reference) && secretFile(reference) ? textAt(reference, 'name') : undefined;

// host_rewrite would send another host than the one that was judged
const signingFields = ['@type', 'service_name', 'region', 'match_included_headers', 'credential_provider'];

/** What a filter that signs adds; undefined if it does something else besides. */
export const signedCredential = (config: Part): UpstreamCredential | undefined =>
  hasOnly(config, signingFields) ? signature(String(config.service_name), String(config.region)) : undefined;
