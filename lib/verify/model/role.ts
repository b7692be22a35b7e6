import type { PortSet } from '../traffic/port-set';

/** What is an agent or a proxy here. */
export interface Role {
  /** As the command line or the metadata names it. */
  readonly id: string;
  /** Workloads, and forwarders, that are it. A proxy's fronts (load balancers, endpoints that lead to nothing else) needn't be named. */
  readonly members: readonly string[];
  /** The TCP ports at which the proxy listens, at the member's own interface; undefined: any single port. */
  readonly ports?: PortSet;
}
