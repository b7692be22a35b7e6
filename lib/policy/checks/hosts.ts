import { isIP } from 'node:net';
import { writtenHosts } from '../destination-of';
import { type HostPattern, isAddress, parseHostPattern } from '../host-pattern';
import { isPublicName } from '../public-suffix';
import type { DestinationDocument } from '../schema';
import { type DestinationCheck, duplicates, type Flaw, refusalOf } from './flaw';
import { wildcardProblem } from './wildcard-problem';

/** Hosts: one of `host` and `hosts`, well written, and of a kind that the access can reach. */
export const hostsCheck: DestinationCheck = (destination) => {
  const { host, hosts, access } = destination;
  if (host !== undefined && hosts) return [{ at: ['hosts'], message: 'host and hosts are both given: keep one' }];
  if (host === undefined && !hosts) return [{ at: [], message: 'host is missing: write the name that it is reached by' }];
  const written = writtenHosts(destination);
  const flaws = duplicates(
    written.map((text) => text.toLowerCase()),
    ['hosts'],
    'host',
  );
  if (access === 'gateway' && written.length > 1) {
    flaws.push({ at: ['hosts'], message: `a gateway has one host: write a destination for each, got ${written.join(', ')}` });
  }
  return [...flaws, ...written.flatMap((text, index) => hostFlaws(text, hosts ? ['hosts', index] : ['host'], destination))];
};

function hostFlaws(text: string, at: readonly PropertyKey[], destination: DestinationDocument): Flaw[] {
  const malformed = refusalOf(() => parseHostPattern(text));
  if (malformed) return [{ at, message: malformed }];
  const pattern = parseHostPattern(text);
  const problem = pattern.wildcard ? wildcardProblem(pattern, destination) : exactProblem(pattern, destination);
  return problem ? [{ at, message: `${problem}, got '${text}'` }] : [];
}

function exactProblem(pattern: HostPattern, { access, upstream }: DestinationDocument): string | undefined {
  if (isAddress(pattern) && access !== 'gateway') {
    return 'host must be a name: TLS sends no server name for an address, so it could not be checked; use access: gateway';
  }
  if (upstream?.addresses || (!isIP(pattern.text) && isPublicName(pattern.text))) return undefined;
  const what = isAddress(pattern) ? 'is an address' : 'is a private name (no suffix of the public DNS)';
  return `host ${what}: permit what it may resolve to by upstream.addresses`;
}
