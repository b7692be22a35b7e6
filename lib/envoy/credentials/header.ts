import type { Credential } from '../../policy/schema';
import type { SecretDelivery } from '../bootstrap-props';
import type { EnvoyConfig } from '../extension';
import { injectSecret } from './credential-injector';
import { secretReference } from './credential-secret';

type HeaderCredential = Extract<Credential, { type: 'header' }>;

/** A secret in the header that the service documents. */
export function headerFilters({ header, prefix, secret }: HeaderCredential, secrets: SecretDelivery): readonly EnvoyConfig[] {
  return [injectSecret({ header, prefix, secret: secretReference(secret, secrets) })];
}
