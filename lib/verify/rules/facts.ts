import type { EgressPolicy } from '../../policy/egress-policy';
import type { NetworkModel } from '../model/network-model';
import type { Arrival } from '../reachability/arrival';
import type { Intrusion } from '../reachability/intrusion';
import type { SharedStorage } from '../reachability/shared-storage';

/** All that is known of one world when the rules are asked. */
export interface Facts {
  readonly model: NetworkModel;
  /** By agent id. */
  readonly arrivals: ReadonlyMap<string, readonly Arrival[]>;
  readonly intrusions: readonly Intrusion[];
  readonly shared: readonly SharedStorage[];
  /** What the deployed proxies are held against. @default - nothing */
  readonly policy?: EgressPolicy;
}
