import type { Credential } from '../policy/schema';
import type { SecretDelivery } from './bootstrap-props';
import { type EnvoyConfig, extension } from './extension';

type HeaderCredential = Extract<Credential, { type: 'header' }>;

/**
 * The filter that puts a credential into upstream requests. It stands in the upstream's own chain, which binds the credential to that
 * upstream, and it lets no request through without it. Envoy's defaults for both switches are the unsafe ones.
 */
export function credentialInjector(credential: HeaderCredential, secrets: SecretDelivery): EnvoyConfig {
  return extension(
    'envoy.filters.http.credential_injector',
    'extensions.filters.http.credential_injector.v3.CredentialInjector',
    {
      overwrite: true,
      allow_request_without_credential: false,
      credential: extension(
        'envoy.http.injected_credentials.generic',
        'extensions.http.injected_credentials.generic.v3.Generic',
        {
          header: credential.header,
          header_value_prefix: credential.prefix,
          credential: secretReference(credential.secret, secrets),
        },
      ),
    },
  );
}

/** Envoy's name for the file that holds one SDS secret. */
export const sdsFile = (secret: string) => `${secret}.json`;

function secretReference(name: string, secrets: SecretDelivery): EnvoyConfig {
  if (secrets.kind === 'environment') return { name };
  const { directory } = secrets;
  return {
    name,
    sds_config: {
      path_config_source: { path: `${directory}/${sdsFile(name)}`, watched_directory: { path: directory } },
      resource_api_version: 'V3',
      initial_fetch_timeout: '5s',
    },
  };
}

/** What an SDS file for `secret` says. */
export function sdsDocument(name: string, secret: string): string {
  const resource = {
    '@type': 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret',
    name,
    generic_secret: { secret: { inline_string: secret } },
  };
  return JSON.stringify({ resources: [resource] });
}

/** The bootstrap's own secrets when each is an environment variable of Envoy's; empty otherwise. */
export function environmentSecrets(names: readonly string[], secrets: SecretDelivery): readonly EnvoyConfig[] {
  if (secrets.kind !== 'environment') return [];
  return names.map((name) => ({ name, generic_secret: { secret: { environment_variable: secrets.variable(name) } } }));
}
