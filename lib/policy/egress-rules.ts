import type { EgressPolicy } from './egress-policy';

/** A block of addresses and a TCP port that the proxies may open connections to. */
export interface EgressRule {
  readonly cidr: string;
  readonly port: number;
}

/** The narrowest rules that let a proxy do what its policy says, distinct; port 443 is always open, as the cloud's own APIs are reached by it. */
export function egressRules(policy: EgressPolicy): readonly EgressRule[] {
  const rules = policy.destinations.flatMap(({ addresses, ports }) =>
    (addresses.length > 0 ? addresses : [everywhere]).flatMap((cidr) => ports.map((port) => ({ cidr, port }))),
  );
  const distinct = new Map(
    [{ cidr: everywhere, port: 443 }, ...rules, ...tokenRules(policy)].map((rule) => [`${rule.cidr} ${rule.port}`, rule]),
  );
  return [...distinct.values()];
}

const tokenRules = ({ destinations }: EgressPolicy): readonly EgressRule[] =>
  destinations.flatMap(({ credential }) =>
    credential?.type === 'oauth2-client' ? [{ cidr: everywhere, port: Number(new URL(credential.tokenUrl).port || 443) }] : [],
  );

const everywhere = '0.0.0.0/0';
