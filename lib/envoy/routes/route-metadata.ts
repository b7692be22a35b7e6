import type { Reason } from '../../policy/reason';
import type { EnvoyConfig } from '../extension';

/** What a route says of itself to the audit log and to a denied agent. */
export interface RouteFacts {
  readonly destination?: string;
  readonly host?: string;
  readonly hint?: string;
  /** Hint where the destination's credential is missing. */
  readonly missing?: string;
  /** Host and port of an intercept, for the listener that its CONNECT leads to. */
  readonly name?: string;
}

/** Metadata in the namespace that the audit log and the denials read. */
export function routeMetadata(facts: RouteFacts & { readonly reason: Reason }): EnvoyConfig {
  return { filter_metadata: { airlock: facts } };
}
