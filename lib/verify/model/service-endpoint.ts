import type { AddressSet } from '../traffic/address-set';
import type { ServiceSet } from '../traffic/service-set';
import type { Doubt } from '../world/doubt';
import type { Hop } from '../world/hop';
import type { Place } from '../world/place';

/** A way to a cloud's own API from inside a network: an interface or gateway endpoint, Private Google Access, an API bundle. */
export interface ServiceEndpoint {
  readonly id: string;
  readonly place: Place;
  /** Such as `s3` or `storage.googleapis.com`. */
  readonly service: string;
  /** For those reached by routing: the destination addresses that it takes. Those with interfaces are reached by these. */
  readonly addresses?: AddressSet;
  /** Groups that firewall rules may name for it: a prefix list's id. @default - none */
  readonly groups?: readonly string[];
  /** What it takes; TCP 443 as a rule. */
  readonly services: ServiceSet;
  /** What can be done through it. */
  readonly confinement: Confinement;
}

export interface Confinement {
  readonly verdict: 'confined' | 'open' | 'unknown';
  /** Why it isn't confined, a reason per entry; empty if it is. */
  readonly reasons: readonly Hop[];
  readonly doubt?: Doubt;
}
