import type { PortSet } from '../traffic/port-set';
import type { ServiceSet } from '../traffic/service-set';
import type { Doubt } from '../world/doubt';
import type { Hop } from '../world/hop';
import type { Place } from '../world/place';

/**
 * Something that takes connections at its interfaces and passes them to fixed targets, and nowhere else: a load balancer, an interface
 * endpoint of an endpoint service, a Private Service Connect endpoint, a forwarding rule.
 */
export interface Forwarder {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly place: Place;
  readonly listeners: readonly Listener[];
  /** Whether the internet can open connections to it: an internet-facing load balancer. */
  readonly internet?: Hop;
  /** Who from outside the system may use it: an endpoint service's principals, an accept list. Empty: nobody. */
  readonly admits: readonly Admission[];
  /** Set if it leads to something that the inputs don't show, such as another account's endpoint service. */
  readonly doubt?: Doubt;
}

export interface Listener {
  /** What it takes, at its own ports. */
  readonly services: ServiceSet;
  readonly targets: readonly Target[];
}

export interface Target {
  /** An interface's, workload's or forwarder's id. */
  readonly to: string;
  /** At the target. */
  readonly ports: PortSet;
  readonly hop: Hop;
  readonly doubt?: Doubt;
}

/** Somebody outside the system who may connect. */
export interface Admission {
  /** `account`: this account only, `foreign`: others. */
  readonly who: 'account' | 'foreign';
  readonly hop: Hop;
  readonly doubt?: Doubt;
}
