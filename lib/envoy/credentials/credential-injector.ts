import { type EnvoyConfig, extension } from '../extension';

/** What is injected: a secret into a header, after a prefix. */
export interface Injection {
  readonly header: string;
  readonly prefix: string;
  /** Where the secret is found, as `secretReference` says it. */
  readonly secret: EnvoyConfig;
}

/** The filter that puts a secret into a header of upstream requests, whatever they held, and answers 401 to all while there is none. */
export function injectSecret({ header, prefix, secret }: Injection): EnvoyConfig {
  return injector('envoy.http.injected_credentials.generic', 'extensions.http.injected_credentials.generic.v3.Generic', {
    header,
    header_value_prefix: prefix,
    credential: secret,
  });
}

/** A credential injector; Envoy's defaults for both switches are the unsafe ones. */
export function injector(name: string, type: string, credential: EnvoyConfig): EnvoyConfig {
  return extension(
    'envoy.filters.http.credential_injector',
    'extensions.filters.http.credential_injector.v3.CredentialInjector',
    { overwrite: true, allow_request_without_credential: false, credential: extension(name, type, credential) },
  );
}
