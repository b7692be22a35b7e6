import type { HostPattern } from '../host-pattern';
import { isAbovePublicSuffixes, isPublicName, isPublicSuffix } from '../public-suffix';
import type { DestinationDocument } from '../schema';
import { sharedDomainReason } from '../shared-hosting';

/** Why a wildcard may not stand in a destination: its access, or what else it would reach. */
export function wildcardProblem(pattern: HostPattern, { access, upstream }: DestinationDocument): string | undefined {
  const parent = pattern.text.slice(2);
  if (access === 'gateway') return 'a gateway has one exact host: write the name';
  if (access === 'intercept') return 'host must be exact: certificates are made for listed names beforehand; list the names';
  if (isPublicSuffix(parent) || isAbovePublicSuffixes(parent)) {
    return `host is a wildcard on a public suffix: anyone may own a name under ${parent}; list the names`;
  }
  const shared = sharedDomainReason(parent);
  if (shared) return `host is a wildcard over shared hosting: ${shared}; list the names`;
  if (isPublicName(parent) || upstream?.addresses) return undefined;
  return 'host is a private name (no suffix of the public DNS): permit what it may resolve to by upstream.addresses';
}
