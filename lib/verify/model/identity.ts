import type { Doubt } from '../world/doubt';
import type { Hop } from '../world/hop';
import type { Place } from '../world/place';

/** A role or service account that code in a workload can use. */
export interface Identity {
  readonly id: string;
  readonly place: Place;
  /** What harm it allows; empty for one that can do nothing that matters here. */
  readonly capabilities: readonly Capability[];
}

export interface Capability {
  readonly kind: CapabilityKind;
  /** Such as `secretsmanager:GetSecretValue on Main/ApiKey`. */
  readonly what: string;
  /** The policies and statements that allow it. */
  readonly path: readonly Hop[];
  readonly doubt?: Doubt;
}

export type CapabilityKind =
  /** Reads a secret, a parameter, a key. */
  | 'read-credential'
  /** Becomes another identity, or makes something run as one. */
  | 'become-identity'
  | 'change-network'
  | 'change-identity'
  /** Runs code in the proxy, replaces it, or changes what it does. */
  | 'control-proxy'
  /** Starts something elsewhere, outside the sealed network. */
  | 'run-elsewhere';
