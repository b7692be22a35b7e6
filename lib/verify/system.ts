import type { NetworkModel } from './model/network-model';
import type { RoleRequest } from './model/role-request';
import type { World } from './world/world';

/** Which resources are agents and proxies, as asked for; an empty list leaves it to the metadata. */
export interface RolesRequest {
  readonly agents: readonly RoleRequest[];
  readonly proxies: readonly RoleRequest[];
}

/** Inputs that are deployed together, and how they are read. */
export interface System {
  /** Every assignment that it can be deployed with, one at a time. */
  readonly worlds: () => Iterable<World>;
  readonly extract: (world: World) => NetworkModel;
}
