import type { Credential } from '../policy/schema';
import type { SecretDelivery } from './bootstrap-props';
import { type EnvoyConfig, extension } from './extension';
import { secretDocument, watchedSecret } from './watched-secret';

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

const secretReference = (name: string, secrets: SecretDelivery): EnvoyConfig =>
  secrets.kind === 'environment' ? { name } : watchedSecret({ name, directory: secrets.directory });

/** What an SDS file for `secret` says. */
export const sdsDocument = (name: string, secret: string): string =>
  secretDocument(name, { generic_secret: { secret: { inline_string: secret } } });

/** The bootstrap's own secrets when each is an environment variable of Envoy's; empty otherwise. */
export function environmentSecrets(names: readonly string[], secrets: SecretDelivery): readonly EnvoyConfig[] {
  if (secrets.kind !== 'environment') return [];
  return names.map((name) => ({ name, generic_secret: { secret: { environment_variable: secrets.variable(name) } } }));
}
