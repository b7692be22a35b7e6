import type { Credential } from '../../policy/schema';
import type { SecretDelivery } from '../bootstrap-props';
import type { EnvoyConfig } from '../extension';
import { tokenClusterName } from '../upstreams/token-cluster';
import { authorizationGuard } from './credential-guard';
import { injector, injectSecret } from './credential-injector';
import { secretReference } from './credential-secret';

export type ClientCredential = Extract<Credential, { type: 'oauth2-client' }>;

/**
 * A bearer token that Envoy gets by OAuth 2's client credentials (RFC 6749, section 4.4). The client's own secret is injected before it and
 * overwritten by it: a token lives on in Envoy when the secret is withdrawn, and would still be sent.
 */
export function oauth2Filters(
  destination: string,
  { tokenUrl, clientId, secret, scopes = [] }: ClientCredential,
  secrets: SecretDelivery,
): readonly EnvoyConfig[] {
  const reference = secretReference(secret, secrets);
  const token = injector('envoy.http.injected_credentials.oauth2', 'extensions.http.injected_credentials.oauth2.v3.OAuth2', {
    token_endpoint: { uri: tokenUrl, cluster: tokenClusterName(destination), timeout: '5s' },
    client_credentials: { client_id: clientId, client_secret: reference, auth_type: 'URL_ENCODED_BODY' },
    token_fetch_retry_interval: '1s',
    ...(scopes.length > 0 && { scopes }),
  });
  // an endpoint may give an empty token, which Envoy would send
  return [injectSecret({ header: 'authorization', prefix: '', secret: reference }), token, authorizationGuard('Bearer %S')];
}
