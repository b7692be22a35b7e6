import type { Destination } from '../../policy/destination';

/** A host and a port, as sandbox-runtime's `allowedDomains` has them. */
export type DomainPort = `${string}:${number}`;

/**
 * What a list of names alone can say as the policy does: exact hosts of tunnels, each with its ports, sorted. Left out is what would be wider
 * there: gateways and intercepts, whose requests the proxy judges; wildcards, which are one label here and any number there; and hosts that
 * may be at certain addresses only, or must show a certificate of a certain authority.
 */
export const judgedByName = (destinations: readonly Destination[]): DomainPort[] =>
  destinations
    .filter(isJudgedByName)
    .flatMap(({ hosts, ports }) =>
      hosts.filter(({ wildcard }) => !wildcard).flatMap(({ text }) => ports.map((port): DomainPort => `${text}:${port}`)),
    )
    .sort();

const isJudgedByName = ({ access, addresses, ca }: Destination): boolean =>
  access === 'tunnel' && addresses.length === 0 && ca === undefined;
