import type { Destination } from './destination';
import { type HostPattern, parseHostPattern } from './host-pattern';
import type { DestinationDocument } from './schema';

/** The hosts as written, whichever of `host` and `hosts` holds them. */
export const writtenHosts = (document: DestinationDocument): readonly string[] =>
  document.hosts ?? (document.host === undefined ? [] : [document.host]);

/** The host patterns of a destination; throws on a host that is not a pattern. */
export const hostPatterns = (document: DestinationDocument): HostPattern[] => writtenHosts(document).map(parseHostPattern);

/** The destination with every default filled in; takes checked documents only. */
export function destinationOf(document: DestinationDocument): Destination {
  const { name, access, credential, upstream } = document;
  return {
    name,
    hosts: hostPatterns(document),
    access,
    ports: portsOf(document),
    allow: access === 'tunnel' ? 'any' : (document.allow ?? []),
    ...(credential && { credential }),
    headers: lowerCaseNames(document.headers ?? {}),
    addresses: upstream?.addresses ?? [],
    ...(upstream?.ca !== undefined && { ca: upstream.ca }),
    encodedSlash: document.encodedSlash ?? 'refuse',
  };
}

/** The upstream ports: `upstream.port` for a gateway, `ports` for the others, 443 by default. */
export const portsOf = (document: DestinationDocument): readonly number[] =>
  document.access === 'gateway' ? [document.upstream?.port ?? 443] : (document.ports ?? [443]);

const lowerCaseNames = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
