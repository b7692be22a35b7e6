import type { EgressPolicy } from '../policy/egress-policy';
import type { AuditTrail } from './audit-trail';
import type { SealedNetwork } from './sealed-network';
import type { IEgressProxy } from './shared-proxy';

/** What an agent needs around it. */
export interface IAirlock {
  readonly policy: EgressPolicy;
  readonly audit: AuditTrail;
  readonly sealed: SealedNetwork;
  readonly door: IDoor;
}

/** What an agent needs to know of the one way out. */
export interface IDoor {
  /** Address that agents reach the proxy by. */
  readonly host: string;
  /** The TCP ports that agents may use. */
  readonly ports: readonly number[];
  readonly proxy: IEgressProxy;
}
