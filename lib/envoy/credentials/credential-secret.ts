import type { SecretDelivery } from '../bootstrap-props';
import type { EnvoyConfig } from '../extension';
import { secretDocument, watchedSecret } from '../watched-secret';

/** Where a filter finds a secret. */
export const secretReference = (name: string, secrets: SecretDelivery): EnvoyConfig =>
  secrets.kind === 'environment' ? { name } : watchedSecret({ name, directory: secrets.directory });

/** What an SDS file for `secret` says. */
export const sdsDocument = (name: string, secret: string): string =>
  secretDocument(name, { generic_secret: { secret: { inline_string: secret } } });

/** The bootstrap's own secrets when each is an environment variable of Envoy's; empty otherwise. */
export function environmentSecrets(names: readonly string[], secrets: SecretDelivery): readonly EnvoyConfig[] {
  if (secrets.kind !== 'environment') return [];
  return names.map((name) => ({ name, generic_secret: { secret: { environment_variable: secrets.variable(name) } } }));
}
