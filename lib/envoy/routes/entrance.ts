import type { EnvoyConfig } from '../extension';
import { type Upstream, upstreamAuthority } from '../upstreams/upstream';

/** Where requests for an upstream arrive: below a path of the gateway port, or at its own host. */
export interface Entrance {
  readonly upstream: Upstream;
  /** What stands before the judged path, such as `/claude`; empty at the upstream's own host. */
  readonly prefix: string;
}

/** What the record says of requests that arrive there. */
// a gateway's record names its host alone, as only the proxy uses the port
export const factsOf = ({ upstream }: Entrance) => ({
  destination: upstream.destination.name,
  host: upstream.destination.access === 'gateway' ? upstream.host : upstreamAuthority(upstream),
});

/** Matches the paths there that a regular expression (RE2), anchored by `^`, matches behind the prefix. */
export const under = ({ prefix }: Entrance, anchored: string): EnvoyConfig => ({
  safe_regex: { regex: `^${prefix}${anchored.slice(1)}` },
});
