import type { Interface } from '../../model/interface';
import type { Workload } from '../../model/workload';
import type { Doubt } from '../../world/doubt';
import type { Registration } from '../forwarders/target-groups';

/** A workload as it was found: with its interfaces, and the target groups that it registers with. */
export interface FoundWorkload {
  readonly workload: Workload;
  readonly interfaces: readonly Interface[];
  readonly registrations: readonly Registration[];
  /** What stays open about it, where it stands being known. @default - nothing */
  readonly doubts?: readonly Doubt[];
  /** Workloads whose interfaces it uses as its own: the hosts of a task in bridge or host mode. @default - none */
  readonly standsIn?: readonly string[];
}
