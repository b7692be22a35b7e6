import type { BootstrapProps } from '../bootstrap-props';
import type { EnvoyConfig } from '../extension';
import type { Rendered } from '../renderable';
import { basicFilters } from './basic';
import { googleFilters } from './google';
import { headerFilters } from './header';
import { oauth2Filters } from './oauth2';
import { sigv4Filters } from './sigv4';

/**
 * The filters that authenticate to a destination. They stand in the upstream's own chain, which binds the credential to that upstream,
 * overwrite what the agent sent, and let no request through without the credential.
 */
export function credentialFilters(
  { name, credential }: Rendered,
  { secrets, awsCredentials }: BootstrapProps,
): readonly EnvoyConfig[] {
  switch (credential?.type) {
    case undefined:
      return [];
    case 'header':
      return headerFilters(credential, secrets);
    case 'basic':
      return basicFilters(credential, secrets);
    case 'aws-sigv4':
      if (!awsCredentials)
        throw new Error(`destination '${name}': awsCredentials must say where AWS credentials come from, got none`);
      return sigv4Filters(credential, awsCredentials);
    case 'google-access-token':
      return googleFilters(name, secrets);
    case 'oauth2-client':
      return oauth2Filters(name, credential, secrets);
  }
}
