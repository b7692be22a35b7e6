import type { Agent } from '../../policy/agent';
import { isIntercept, type Rendered } from '../renderable';
import { type Upstream, upstreamsOf } from '../upstreams/upstream';

/** Name of the internal listener, and of the cluster that leads to it, where an agent's intercepted TLS ends. */
export const interceptName = ({ name }: Agent) => `intercept-${name}`;

/** One host and port whose TLS ends at the proxy, with the upstreams of every destination that has it, in the policy's order. */
export interface InterceptedHost {
  /** Host and port, as CONNECT names them. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly upstreams: readonly Upstream[];
}

/** The same host at another port, if it is intercepted there too. */
export const atPort = (port: number, { host }: InterceptedHost, all: readonly InterceptedHost[]): InterceptedHost | undefined =>
  all.find((other) => other.host === host && other.port === port);

/** The hosts and ports of all intercept destinations, each once. */
export function interceptedHosts(destinations: readonly Rendered[]): readonly InterceptedHost[] {
  const hosts = new Map<string, InterceptedHost>();
  for (const upstream of destinations.filter(isIntercept).flatMap(upstreamsOf)) {
    const { host, port } = upstream;
    const name = `${host}:${port}`;
    hosts.set(name, { name, host, port, upstreams: [...(hosts.get(name)?.upstreams ?? []), upstream] });
  }
  return [...hosts.values()];
}
