import ipaddr from 'ipaddr.js';
import type { Rendered } from '../renderable';

/** One host and port that a gateway or an intercept destination is reached at. */
export interface Upstream {
  readonly destination: Rendered;
  readonly host: string;
  readonly port: number;
}

/** Every host at every port: one for a gateway, any number for an intercept. */
export function upstreamsOf(destination: Rendered): readonly Upstream[] {
  const { hosts, ports } = destination;
  return hosts.flatMap(({ text: host }) => ports.map((port) => ({ destination, host, port })));
}

/** Name of the cluster of an upstream; what follows a gateway's name has a character that no name has. */
export function clusterName({ destination: { name, access, isReported }, host, port }: Upstream): string {
  const end = isReported ? '/without-credential' : '';
  return access === 'gateway' ? `upstream-${name}${end}` : `upstream-${name}/${host}:${port}${end}`;
}

/** The same upstream for what report mode lets pass: it is given no credential, and shares no connection with what is. */
export function withoutCredential(upstream: Upstream): Upstream {
  const { credential, ...rest } = upstream.destination;
  return credential ? { ...upstream, destination: { ...rest, isReported: true } } : upstream;
}

/** The authority that the upstream is sent: the host, and its port unless that is 443. */
export function upstreamAuthority({ host, port }: Upstream): string {
  const name = ipaddr.IPv6.isValid(host) ? `[${host}]` : host;
  return port === 443 ? name : `${name}:${port}`;
}
