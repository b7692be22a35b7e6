import type { EgressPolicy } from '../policy/egress-policy';

/** A fleet of proxies, as a tool sees it. */
export interface ToolUser {
  readonly policy: EgressPolicy;
  /** Email address of the proxies' service account. */
  readonly account: string;
}
