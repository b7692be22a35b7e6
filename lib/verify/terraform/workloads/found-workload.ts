import type { Forwarder } from '../../model/forwarder';
import type { Interface } from '../../model/interface';
import type { Workload } from '../../model/workload';
import type { Doubt } from '../../world/doubt';
import type { Use } from './service-account';

/** A workload as it was found, with its interfaces. */
export interface FoundWorkload {
  /** Its identities are those of `uses`. */
  readonly workload: Workload;
  readonly interfaces: readonly Interface[];
  /** The accounts that its code can use. */
  readonly uses: readonly Use[];
  /** What the cloud itself puts before it: the URL of a service. @default - nothing */
  readonly fronts?: readonly Forwarder[];
  /** What stays open about it, where it stands being known. @default - nothing */
  readonly doubts?: readonly Doubt[];
}
