import type { Access } from '../policy/destination';
import { portsOf } from '../policy/destination-of';
import type { EgressPolicy } from '../policy/egress-policy';
import { hostMatches } from '../policy/host-pattern';
import type { DestinationDocument } from '../policy/schema';
import { grouped } from './grouped';
import type { SeenRequest } from './seen-request';

/** Everything that was seen of one host and port; at a gateway, under one of its names. */
export interface Site {
  readonly host: string;
  readonly port: number;
  /** One for all ports of a host, as a policy wants it. */
  readonly access: Access;
  readonly requests: readonly SeenRequest[];
  /** The destination of a policy at hand that has the host. */
  readonly known?: DestinationDocument;
}

/** What was seen, by host and port; `policy` tells how a host is reached where the log doesn't. */
export function sitesOf(requests: readonly SeenRequest[], policy?: EgressPolicy): Site[] {
  return grouped(requests, ({ host }) => host).flatMap((ofHost) => {
    const access = accessOf(ofHost, ofHost[0] && knownDestination(ofHost[0], policy)?.access);
    const sites = access === 'gateway' ? byName(ofHost, policy) : grouped(ofHost, ({ port }) => port);
    return sites.map((alike) => siteOf(alike, access, policy));
  });
}

/** A gateway's name is in its URL, so what was asked under a name stays there; a rule can be under one name only. */
function byName(requests: readonly SeenRequest[], policy?: EgressPolicy): SeenRequest[][] {
  const rules = grouped(requests, (each) => [upstreamPort(each, policy), each.method, each.path]);
  const named = grouped(rules, ([first]) => [first && upstreamPort(first, policy), first?.destination]);
  return named.map((alike) => alike.flat());
}

/** The port of a gateway's upstream: a record names the host alone, unless it was asked for by another way. */
function upstreamPort(request: SeenRequest, policy?: EgressPolicy): number {
  const known = request.port === 443 ? knownDestination(request, policy) : undefined;
  return (known && portsOf(known)[0]) ?? request.port;
}

function siteOf(requests: readonly SeenRequest[], access: Access, policy?: EgressPolicy): Site {
  const [first] = requests;
  const { host = '', port: written = 443 } = first ?? {};
  const known = first && knownDestination(first, policy);
  const port = access === 'gateway' && first ? upstreamPort(first, policy) : written;
  return { host, port, access, requests, ...(known && { known }) };
}

/** The destination of a policy that has the host; of several, the one with the recorded name. */
function knownDestination({ host, destination }: SeenRequest, policy?: EgressPolicy): DestinationDocument | undefined {
  const withHost = policy?.document.destinations.filter((_, index) =>
    policy.destinations[index]?.hosts.some((pattern) => hostMatches(pattern, host)),
  );
  return withHost?.find(({ name }) => name === destination) ?? withHost?.[0];
}

/** Only inside an intercepted connection are there both CONNECT and requests. */
function accessOf(requests: readonly SeenRequest[], known: Access | undefined): Access {
  if (known === 'gateway' || known === 'intercept') return known;
  const connects = requests.filter(({ path }) => path === undefined);
  if (connects.some(({ access }) => access === 'intercept')) return 'intercept';
  if (connects.length === requests.length) return 'tunnel';
  return connects.length > 0 ? 'intercept' : 'gateway';
}
