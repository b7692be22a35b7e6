import type { BootstrapProps } from './bootstrap-props';
import { basicFilters } from './credential-basic';
import { headerFilters } from './credential-header';
import type { EnvoyConfig } from './extension';
import type { Rendered } from './renderable';

/**
 * The filters that authenticate to a destination. They stand in the upstream's own chain, which binds the credential to that upstream,
 * overwrite what the agent sent, and let no request through without the credential.
 */
export function credentialFilters({ credential }: Rendered, { secrets }: BootstrapProps): readonly EnvoyConfig[] {
  switch (credential?.type) {
    case undefined:
      return [];
    case 'header':
      return headerFilters(credential, secrets);
    case 'basic':
      return basicFilters(credential, secrets);
  }
}
