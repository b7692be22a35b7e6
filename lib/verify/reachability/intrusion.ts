import type { ServiceSet } from '../traffic/service-set';
import type { Doubt } from '../world/doubt';
import type { Hop } from '../world/hop';

/** Somebody who isn't an agent and can open a connection to a proxy's listener ports. */
export interface Intrusion {
  /** The proxy's id, as its role has it. */
  readonly proxy: string;
  readonly kind: 'workload' | 'internet' | 'foreign-account' | 'outside' | 'unknown';
  /** The workload's id, or what lets outsiders in. */
  readonly who: string;
  readonly services: ServiceSet;
  readonly path: readonly Hop[];
  /** Empty: it is certain. */
  readonly doubts: readonly Doubt[];
}
