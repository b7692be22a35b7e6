import type { HostPattern } from './host-pattern';
import type { Allow, Credential } from './schema';

/** How a destination is reached: plain HTTP to the proxy, TLS ended at the proxy, or TLS end to end. */
export type Access = 'gateway' | 'intercept' | 'tunnel';

/** A destination of a checked policy, every default filled in. */
export interface Destination {
  readonly name: string;
  /** One exact host for a gateway; exact hosts for intercept; exact hosts and wildcards for a tunnel. */
  readonly hosts: readonly HostPattern[];
  readonly access: Access;
  /** Upstream ports; one for a gateway. */
  readonly ports: readonly number[];
  /** What may be asked; always `any` for a tunnel, whose requests the proxy cannot see. */
  readonly allow: 'any' | readonly Allow[];
  readonly credential?: Credential;
  /** Headers that the proxy sets, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** CIDR blocks that the hosts may resolve to; empty means any public address. */
  readonly addresses: readonly string[];
  /** Name of the CA certificate to verify the upstream with; the public ones by default. */
  readonly ca?: string;
  readonly encodedSlash: 'refuse' | 'allow';
}

/** Names of the secrets that the destinations' credentials use, sorted and distinct. */
export const secretNames = (destinations: readonly Destination[]): string[] =>
  distinct(destinations.map(({ credential }) => (credential && 'secret' in credential ? credential.secret : undefined)));

/** Names of the certificates that the destinations are verified with, sorted and distinct. */
export const certificateNames = (destinations: readonly Destination[]): string[] => distinct(destinations.map(({ ca }) => ca));

const distinct = (names: readonly (string | undefined)[]): string[] =>
  [...new Set(names.filter((name) => name !== undefined))].sort();
