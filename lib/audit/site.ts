import type { Access } from '../policy/destination';
import { portsOf } from '../policy/destination-of';
import type { EgressPolicy } from '../policy/egress-policy';
import { hostMatches } from '../policy/host-pattern';
import type { DestinationDocument } from '../policy/schema';
import { grouped } from './grouped';
import type { SeenRequest } from './seen-request';

/** Everything that was seen of one host and port. */
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
    const known = knownDestination(ofHost[0]?.host ?? '', policy);
    const access = accessOf(ofHost, known?.access);
    const withPort = known?.access === 'gateway' ? ofHost.map((request) => atGatewaysPort(request, known)) : ofHost;
    return grouped(withPort, ({ port }) => port).map((alike) => siteOf(alike, access, known));
  });
}

function siteOf(requests: readonly SeenRequest[], access: Access, known: DestinationDocument | undefined): Site {
  const { host = '', port = 443 } = requests[0] ?? {};
  return { host, port, access, requests, ...(known && { known }) };
}

function knownDestination(host: string, policy?: EgressPolicy): DestinationDocument | undefined {
  const index = policy?.destinations.findIndex(({ hosts }) => hosts.some((pattern) => hostMatches(pattern, host)));
  return index === undefined ? undefined : policy?.document.destinations[index];
}

/** A record names a gateway's host alone, without the upstream's port. */
function atGatewaysPort(request: SeenRequest, known: DestinationDocument): SeenRequest {
  return request.port === 443 ? { ...request, port: portsOf(known)[0] ?? 443 } : request;
}

/** Only inside an intercepted connection are there both CONNECT and requests. */
function accessOf(requests: readonly SeenRequest[], known: Access | undefined): Access {
  if (known === 'gateway' || known === 'intercept') return known;
  const connects = requests.filter(({ path }) => path === undefined);
  if (connects.some(({ access }) => access === 'intercept')) return 'intercept';
  if (connects.length === requests.length) return 'tunnel';
  return connects.length > 0 ? 'intercept' : 'gateway';
}
