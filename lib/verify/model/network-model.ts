import type { RoleObjection } from '../roles/role-objection';
import type { Doubt } from '../world/doubt';
import type { Bootstrap } from './bootstrap';
import type { Forwarder } from './forwarder';
import type { Identity } from './identity';
import type { Interface } from './interface';
import type { Network, Subnet } from './network';
import type { Role } from './role';
import type { Router } from './route';
import type { ServiceEndpoint } from './service-endpoint';
import type { Workload } from './workload';

/** What a world says about networks, identities and workloads, in words that both clouds share. */
export interface NetworkModel {
  readonly networks: readonly Network[];
  readonly subnets: readonly Subnet[];
  readonly routers: readonly Router[];
  readonly interfaces: readonly Interface[];
  readonly workloads: readonly Workload[];
  readonly forwarders: readonly Forwarder[];
  readonly endpoints: readonly ServiceEndpoint[];
  readonly identities: readonly Identity[];
  readonly agents: readonly Role[];
  readonly proxies: readonly Role[];
  /** Roles that were asked for and that nothing in this world has; another world may. @default - none */
  readonly objections?: readonly RoleObjection[];
  readonly bootstraps: readonly Bootstrap[];
  /** Resources that could touch the boundary and aren't modelled, macros, missing nested stacks: each is `unknown` by itself. */
  readonly doubts: readonly Doubt[];
  readonly assumptions: readonly string[];
  /** How many resources of each type were read, passed over as harmless, or not understood. */
  readonly coverage: Coverage;
}

export interface Coverage {
  readonly modelled: readonly TypeCount[];
  readonly inert: readonly TypeCount[];
  readonly unmodelled: readonly TypeCount[];
}

export interface TypeCount {
  readonly type: string;
  readonly count: number;
}
