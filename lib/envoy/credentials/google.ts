import type { SecretDelivery } from '../bootstrap-props';
import type { EnvoyConfig } from '../extension';
import { injectSecret } from './credential-injector';
import { secretReference } from './credential-secret';

/** Name of the watched secret with a destination's access token; no secret of a policy has a dot in its name. */
export const accessTokenName = (destination: string): string => `access-token.${destination}`;

/**
 * A Google access token. Envoy can't get one (its `gcp_authn` gets identity tokens), so whoever started it keeps a file fresh.
 * @throws if secrets come by variables, which nobody can keep fresh
 */
export function googleFilters(destination: string, secrets: SecretDelivery): readonly EnvoyConfig[] {
  if (secrets.kind === 'environment') {
    throw new Error(
      `destination '${destination}': google-access-token needs secrets in files that are kept fresh, got environment`,
    );
  }
  return [
    injectSecret({ header: 'authorization', prefix: 'Bearer ', secret: secretReference(accessTokenName(destination), secrets) }),
  ];
}
