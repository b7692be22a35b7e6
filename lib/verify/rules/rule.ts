import type { Finding } from '../verdict/finding';
import type { Facts } from './facts';

/** One thing that must hold of every agent. */
export interface Rule {
  /** `AIRLOCK-AREA-NNN`; never given to another rule. */
  readonly id: string;
  /** What must hold, as the list of rules shows it. */
  readonly title: string;
  /** Everything that breaks it in one world. */
  readonly judge: (facts: Facts) => Finding[];
}
